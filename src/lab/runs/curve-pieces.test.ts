import { describe, expect, it } from 'vitest';
import { joined, pieceSince, withPiece, type CurvePiece } from './curve-pieces';
import type { SeriesChunk, SeriesName } from './series';

/** A value for each step, from the first one on. */
const curve = (name: SeriesName, values: number[], first = 1): SeriesChunk => ({
  name,
  steps: Float64Array.from(values, (_, i) => first + i),
  values: Float64Array.from(values),
});
const shown = (chunks: readonly SeriesChunk[]) =>
  Object.fromEntries(chunks.map(({ name, steps, values }) => [name, [...steps].map((step, i) => [step, values[i]])]));

describe('a piece of curves', () => {
  it('is what has grown since the last one, and nothing where nothing has', () => {
    const old = [curve('loss', [5, 4]), curve('hr@10', [0.1], 2)];
    const now = [curve('loss', [5, 4, Number.NaN, 2]), curve('hr@10', [0.1, 0.2], 2), curve('ndcg@10', [0.5], 4)];
    expect(pieceSince(old, now)).toEqual({
      after: 2,
      chunks: [curve('loss', [Number.NaN, 2], 3), curve('hr@10', [0.2], 3), curve('ndcg@10', [0.5], 4)],
    });
    expect(pieceSince(now, now)).toBeNull();
    expect(pieceSince([], [])).toBeNull();
  });

  it('begins with the step that was stored before all of its figures were there', () => {
    const losses = curve('loss', [5, 4]);
    expect(pieceSince([losses], [losses, curve('hr@10', [0.1], 2)])).toEqual({
      after: 1,
      chunks: [curve('loss', [4], 2), curve('hr@10', [0.1], 2)],
    });
  });

  it.each<[string, SeriesChunk[][]]>([
    ['grows', [[curve('loss', [5, 4])], [curve('loss', [5, 4, 3])], [curve('loss', [5, 4, 3, 2, 1])]]],
    ['goes back', [[curve('loss', [5, 4, 3, 2])], [curve('loss', [5, 4])], [curve('loss', [5, 4, 9])]]],
    ['goes back into the middle of a piece', [[curve('loss', [5, 4, 3, 2])], [curve('loss', [5, 8, 7, 6])]]],
    ['loses a curve', [[curve('loss', [5, 4]), curve('hr@10', [0.1], 2)], [curve('loss', [5, 4])]]],
    ['is another one', [[curve('loss', [5, 4])], [curve('loss', [1, 2, 3])]]],
  ])('of a run that %s makes the stored curves those of the run', (_, states) => {
    let stored: SeriesChunk[] = [];
    const pieces: CurvePiece[] = [];
    for (const now of states) {
      const piece = pieceSince(stored, now);
      if (piece) pieces.push(piece);
      stored = piece ? withPiece(stored, piece) : stored;
      expect(shown(stored.filter(({ steps }) => steps.length > 0))).toEqual(shown(now));
    }
    expect(pieces).toHaveLength(states.length);
  });

  it('and the next are one curve again', () => {
    expect(joined([curve('loss', [5, 4]), curve('hr@10', [0.1], 2), curve('loss', [3], 3)])).toEqual([
      curve('loss', [5, 4, 3]),
      curve('hr@10', [0.1], 2),
    ]);
  });
});
