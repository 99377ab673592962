/** Runs a composed program where Python has torch. Node only: tests and the headless lab. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's python3-torch belongs to the system's Python, which need not be the first on the path. */
const CANDIDATES = ['python3', '/usr/bin/python3', 'python3.13', 'python3.12', 'python3.11'];

/** The first Python that has the module (found, not imported: that can take seconds), or null. */
export function findModule(name: string): string | null {
  const probe = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  return CANDIDATES.find((candidate) => spawnSync(candidate, ['-c', probe]).status === 0) ?? null;
}

export const findTorch = (): string | null => findModule('torch');

/**
 * What the program prints for the input.
 * @throws with the last lines of its stderr where it fails
 */
export async function runPython(
  python: string,
  program: string,
  input: unknown,
  options: readonly string[] = [],
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'tower-'));
  try {
    const [source, data] = [join(folder, 'program.py'), join(folder, 'input.json')];
    await Promise.all([writeFile(source, program), writeFile(data, JSON.stringify(input))]);
    const output = await new Promise<string>((resolve, reject) => {
      // One thread: torch's default can be twenty times slower on two cores.
      execFile(
        python,
        [source, data, ...options],
        { maxBuffer: 1 << 30, env: { ...process.env, OMP_NUM_THREADS: '1' } },
        (error, stdout, stderr) =>
          error
            ? reject(
                new Error(
                  `the PyTorch program failed: ${stderr.trim().split('\n').slice(-8).join('\n') || error.message}`,
                ),
              )
            : resolve(stdout),
      );
    });
    return JSON.parse(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
