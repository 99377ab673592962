/**
 * How far a run is, on stderr: one line that is rewritten on a terminal; elsewhere one line for each phase and epoch,
 * and for each baseline and tenth of their count.
 */
import type { Lab } from '../lab/protocol';
import type { Progress } from '../lab/progress';
import { countingText } from '../words/rankers';
import { sampleOf } from '../lab/runs/sample';
import { sampledName } from '../words/sample';
import { speech } from './speech';

export interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

const { words } = speech;

/** Where stderr is no terminal, a line says how far an evaluation is no more often than this. */
const EVALUATING_MS = 10_000;

/**
 * Follows the lab until the returned function is called, which leaves the terminal on a fresh line.
 * @param now in ms
 */
export function showProgress(
  lab: Pick<Lab, 'on'>,
  terminal: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): () => void {
  const latest = new Map<string, number>();
  let lastLine = '';
  let lastMark = '';
  const rewrite = (line: string): void => void terminal.write(`\r\u001b[2K${line}`);
  let quietSince = now();
  const stops = [
    lab.on('series', ({ chunks }) => {
      for (const { name, values } of chunks) if (values.length > 0) latest.set(name, values.at(-1)!);
    }),
    lab.on('progress', (progress) => {
      // Another run has figures of its own.
      if (progress.phase === 'preparing') latest.clear();
      const line = progressLine(progress, latest);
      if (terminal.isTTY) rewrite(line);
      // An epoch's line waits for what its evaluation finds; of a long one it is said that it goes on.
      else if (progress.detail === 'evaluating') {
        const isLong = Boolean(progress.detailShare) && now() - quietSince >= EVALUATING_MS;
        if (isLong) terminal.write(`${line}\n`);
        if (isLong || !progress.detailShare) quietSince = now();
      } else if (progress.phase !== 'idle') {
        const mark = `${progress.phase} ${progress.detail ?? ''} ${progress.stage?.at ?? ''} ${progress.epoch}`;
        if (mark !== lastMark && line !== lastLine) terminal.write(`${line}\n`);
        lastMark = mark;
      }
      lastLine = line;
    }),
    lab.on('counting', (counting) => {
      if (!counting) return;
      const line = countingText(counting, speech);
      const mark = `${counting.row} ${Math.floor(10 * counting.fraction)}`;
      if (terminal.isTTY) rewrite(line);
      else if (mark !== lastMark) terminal.write(`${line}\n`);
      lastMark = mark;
      lastLine = line;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    if (terminal.isTTY && lastLine !== '') terminal.write('\r\u001b[2K');
  };
}

/** Bytes after which a person is told again. */
const TOLD_EVERY = 2 ** 24;

/** How much of a pipe or of a large file is read, on a terminal alone: how much a pipe will give nobody knows. */
export function showReading(terminal: Terminal = process.stderr): (bytes: number) => void {
  let told = 0;
  return (bytes) => {
    if (!terminal.isTTY || bytes < told + TOLD_EVERY) return;
    told = bytes;
    terminal.write(`\r\u001b[2K${words.phase.preparing} – ${words.detail.reading}, ${speech.bytes(bytes)}`);
  };
}

/** "training – epoch 3, step 264, loss 4.2130, NDCG@10 0.0543, 12.3 steps/s, ≤ 40 sec left" */
export function progressLine(
  { phase, detail, detailShare, stage, step, epoch, speed, secondsLeft, fraction }: Progress,
  latest: ReadonlyMap<string, number>,
): string {
  const value = (name: string, label: string) => (latest.has(name) ? [`${label} ${latest.get(name)!.toFixed(4)}`] : []);
  const sample = sampleOf(Object.fromEntries(Array.from(latest, ([name, last]) => [name, { values: [last] }])));
  const figure = (name: string, label: string) => value(name, sampledName(label, sample, speech));
  const parts = [
    ...(stage && stage.of > 1 ? [speech.fill(words.stages.now, { ...stage })] : []),
    ...(detail ? [words.detail[detail]] : []),
    ...(detailShare ? [speech.percent(detailShare)] : []),
    ...(step > 0
      ? [
          speech.fill(words.progress.epoch, { epoch }),
          speech.fill(words.progress.step.other, { n: step }),
          ...value('loss', 'loss'),
          ...value('gauc', 'GAUC'),
          ...figure('ndcg@10', 'NDCG@10'),
          ...figure('hr@10', 'HR@10'),
        ]
      : []),
    ...(step === 0 && fraction !== null ? [speech.percent(fraction)] : []),
    ...(speed ? [speech.fill(words.progress.rate, { rate: speed.stepsPerSecond.toFixed(1) })] : []),
    ...(secondsLeft === null ? [] : [speech.fill(words.progress.left, { time: speech.duration(secondsLeft) })]),
  ];
  return [words.phase[phase], parts.join(', ')].filter((part) => part !== '').join(' – ');
}
