/** Runs a composed program where Python has torch. Node only: tests and the headless lab. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

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
    const [source, data, out, err] = ['program.py', 'input.json', 'out', 'err'].map((name) => join(folder, name));
    await Promise.all([writeFile(source!, program), writeFile(data!, JSON.stringify(input))]);
    const code = await programsOf(python).run({ argv: [source, data, ...options], out, err });
    if (code !== 0) {
      const said = await readFile(err!, 'utf8').catch(() => '');
      const last = said.trim().split('\n').slice(-8).join('\n');
      throw new Error(`the PyTorch program failed: ${last || `it ended with code ${code}`}`);
    }
    return JSON.parse(await readFile(out!, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A Python with torch imported, which runs one program after the other (`programs.py`) and ends with this process. */
class Programs {
  private readonly child;
  private readonly answers: ((code: number) => void)[] = [];

  constructor(python: string) {
    this.child = spawn(python, [fileURLToPath(new URL('programs.py', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // One thread: torch's default can be twenty times slower on two cores.
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    createInterface(this.child.stdout).on('line', (code) => this.answers.shift()?.(Number(code)));
    // What waits when it dies is answered.
    this.child.on('close', (code) => {
      running.delete(python);
      for (const answer of this.answers.splice(0)) answer(code ?? 1);
    });
    this.child.on('error', () => undefined);
    this.child.unref();
    for (const pipe of [this.child.stdin, this.child.stdout]) (pipe as Socket).unref();
  }

  run(request: unknown): Promise<number> {
    return new Promise((resolve) => {
      this.hold();
      this.answers.push((code) => {
        this.letGo();
        resolve(code);
      });
      this.child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** While an answer is awaited, this process has something to wait for. */
  private hold(): void {
    (this.child.stdout as Socket).ref();
  }

  private letGo(): void {
    if (this.answers.length === 0) (this.child.stdout as Socket).unref();
  }
}

const running = new Map<string, Programs>();

function programsOf(python: string): Programs {
  const known = running.get(python) ?? new Programs(python);
  running.set(python, known);
  return known;
}
