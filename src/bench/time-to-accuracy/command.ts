/**
 * `npm run bench -- time-to-accuracy`: from the files of ml-latest-small to a figure of `two-tower`, by the command
 * line, on WebGPU and without it, and by a PyTorch script of the same towers.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findTorchPlace, threadCounts, withThreads } from '../implementations/python-process';
import { UsageError, type AccuracyOptions } from '../options';
import { limitText } from '../report';
import { hush, print, say } from '../terminal';
import { ofJson, ofProgress, watch, type Mark } from './course';
import { accuracyLimits, accuracyText, markText, OWN, OWN_CPU, type AccuracyReport } from './report';
import script from './two_tower.py?raw';

/** Of the best figure that training to its own end comes to. */
const SHARE = 0.95;
const SEED = 1;

/** @returns the exit code: 1 where Tower Lab does not come to the figure */
export async function runAccuracy(
  { folder, batch, target: asked, json }: AccuracyOptions,
  { root }: { root: string },
): Promise<number> {
  const [log, items] = ['interactions.csv', 'items.csv'].map((file) =>
    join(resolve(root, folder), 'ml-latest-small', file),
  ) as [string, string];
  if (!existsSync(log) || !existsSync(items))
    throw new UsageError(`--data: no interactions.csv and items.csv beside ${log}`);
  const told = (name: string) => (mark: Mark) => say(`${name}: ${markText(mark)}`);
  const flags = { log, items, preset: 'two-tower', baselines: 'none', batch, seed: SEED };
  const own = await watch(process.execPath, commandLine(root, flags), {
    read: ofProgress,
    told: told(OWN),
    ...(asked === null ? {} : { target: asked }),
  });
  const target = asked ?? SHARE * Math.max(...own.map(({ ndcg }) => ndcg));
  const report: AccuracyReport = {
    host: `Node ${process.versions.node}`,
    cores: availableParallelism(),
    target,
    targetIs: asked === null ? `${100 * SHARE} % of the best that Tower Lab comes to` : 'as asked for',
    courses: [{ name: OWN, marks: own }],
    absent: [],
  };
  report.courses.push({
    name: OWN_CPU,
    marks: await watch(process.execPath, commandLine(root, { ...flags, device: 'cpu' }), {
      read: ofProgress,
      told: told(OWN_CPU),
      target,
    }),
  });
  const place = findTorchPlace();
  if (!place) report.absent.push({ name: 'torch', reason: 'no python3 on this machine has torch' });
  for (const threads of place ? threadCounts() : []) {
    const name = withThreads('torch', threads);
    try {
      const marks = await runScript(place!.python, threads, [log, items, `${batch}`, `${target}`], told(name));
      report.courses.push({ name, marks });
    } catch (error) {
      report.absent.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  hush();
  const limits = accuracyLimits(report);
  print(json ? JSON.stringify({ ...report, musts: limits }) : [accuracyText(report), limitText(limits)].join('\n'));
  return limits[0]!.found === null ? 1 : 0;
}

const commandLine = (root: string, flags: Record<string, string | number>): string[] => [
  join(root, 'dist/lab/main.js'),
  'train',
  ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
];

/** The script in a folder of its own. */
export async function runScript(
  python: string,
  threads: number,
  args: readonly string[],
  told: (mark: Mark) => void = () => undefined,
): Promise<Mark[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tower-bench-'));
  const path = join(folder, 'two_tower.py');
  writeFileSync(path, script);
  try {
    return await watch(python, [path, ...args], { env: { OMP_NUM_THREADS: `${threads}` }, read: ofJson, told });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
