/** Curves as they are stored: in pieces, each what the run has grown since the one before. */
import { SeriesLog, type SeriesChunk } from './series';

/** All points after a step; what was stored after it before gives way to them. */
export interface CurvePiece {
  after: number;
  chunks: SeriesChunk[];
}

/** What makes the stored curves those of now; null where they are. */
export function pieceSince(stored: readonly SeriesChunk[], now: readonly SeriesChunk[]): CurvePiece | null {
  const before = new Map(stored.map((chunk) => [chunk.name, chunk]));
  const names = new Set([...before.keys(), ...now.map(({ name }) => name)]);
  const after = new Map(now.map((chunk) => [chunk.name, chunk]));
  let differs = Infinity;
  for (const name of names) differs = Math.min(differs, firstDifference(before.get(name), after.get(name)));
  if (differs === Infinity) return null;
  return { after: differs - 1, chunks: pointsAfter(now, differs - 1) };
}

/** The step from which two curves of a name are no longer the same; Infinity where they are. */
function firstDifference(a: SeriesChunk | undefined, b: SeriesChunk | undefined): number {
  const most = Math.max(a?.steps.length ?? 0, b?.steps.length ?? 0);
  for (let i = 0; i < most; i++)
    if (a?.steps[i] !== b?.steps[i] || !Object.is(a?.values[i], b?.values[i]))
      return Math.min(a?.steps[i] ?? Infinity, b?.steps[i] ?? Infinity);
  return Infinity;
}

const pointsAfter = (chunks: readonly SeriesChunk[], step: number): SeriesChunk[] =>
  chunks.flatMap(({ name, steps, values }) => {
    const start = steps.findIndex((at) => at > step);
    return start < 0 ? [] : [{ name, steps: steps.slice(start), values: values.slice(start) }];
  });

export const pointsUpTo = (chunks: readonly SeriesChunk[], step: number): SeriesChunk[] => {
  const log = new SeriesLog();
  log.append(chunks);
  log.cutAfter(step);
  return log.all();
};

/** Pieces in their order, as whole curves again. */
export const joined = (pieces: readonly SeriesChunk[]): SeriesChunk[] => pointsUpTo(pieces, Infinity);

export const withPiece = (stored: readonly SeriesChunk[], { after, chunks }: CurvePiece): SeriesChunk[] =>
  joined([...pointsUpTo(stored, after), ...chunks]);
