/** A program that trains, watched from its start: what it says of its figure, when, and after how much CPU time. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** NDCG@10 on validation, when it was said. */
export interface Mark {
  ndcg: number;
  wallMs: number;
  /** Of the process, all threads; null where the system does not say. */
  cpuMs: number | null;
}

/** What a line says of the figure; null where it says nothing. */
export type ReadLine = (line: string) => number | null;

/** "training – epoch 3, step 264, loss 4.2130, NDCG@10 0.0543, 12.3 steps/s" */
export const ofProgress: ReadLine = (line) => {
  const [, figure] = /NDCG@10 (\d*\.\d+)/.exec(line) ?? [];
  return figure === undefined ? null : Number(figure);
};

/** {"epoch": 3, "step": 264, "ndcg": 0.0543} */
export const ofJson: ReadLine = (line) => (line.startsWith('{') ? (JSON.parse(line) as { ndcg: number }).ndcg : null);

/** The first mark that is as good as that. */
export const reached = (marks: readonly Mark[], target: number): Mark | null =>
  marks.find(({ ndcg }) => ndcg >= target) ?? null;

export interface Watched {
  env?: NodeJS.ProcessEnv;
  read: ReadLine;
  /** It is ended when it has said this. */
  target?: number;
  /** Hears each mark as it comes. */
  told?: (mark: Mark) => void;
}

/**
 * Runs a program to its end, or until it has said `target`.
 * @throws with the last lines it wrote where it ends with an error
 */
export async function watch(
  command: string,
  args: readonly string[],
  { env = {}, read, target = Infinity, told = () => undefined }: Watched,
): Promise<Mark[]> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const marks: Mark[] = [];
  let last = '';
  const hear = (line: string): void => {
    last = `${last}\n${line}`.slice(-2000);
    const ndcg = read(line);
    // A figure is said again until there is another one.
    if (ndcg === null || ndcg === marks.at(-1)?.ndcg) return;
    const mark = { ndcg, wallMs: performance.now() - began, cpuMs: cpuOf(child) };
    marks.push(mark);
    told(mark);
    if (ndcg >= target) child.kill();
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  if (code !== 0 && !reached(marks, target)) throw new Error(`${command} failed: ${last.trim()}`);
  return marks;
}

/** Ticks of the kernel's account, a hundred a second on every Linux that Node runs on. */
const TICK_MS = 10;

function cpuOf({ pid }: ChildProcess): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    // The name may hold spaces and parentheses; user and system time are the 12th and 13th field after it.
    const [, fields = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return user === undefined || system === undefined ? null : (user + system) * TICK_MS;
  } catch {
    return null; // it has ended
  }
}
