/**
 * Live values of blocks as the screen shows them: of each number the last reading up to the step that is shown, its
 * course, and their common scale.
 */
import { findBlock } from '../model/nodes/registry';
import type { Axis } from '../model/blocks/block';
import { LEARNT_WEIGHT } from '../model/nodes/learnt-weight';
import { meanSeries, spreadSeries, type Probe } from '../model/check/probe';
import type { Curves } from '../lab/stores/run';
import type { Curve } from '../lab/stores/thin';
import { niceEnd } from './charts/labels';
import { portName } from '../words/ports';
import type { Speech } from '../words/words';

export interface LiveValue {
  label: string;
  mean: number;
  spread: number;
  curve: Curve;
  /** What the world planted, as a share of the most; not there where it is not known. */
  planted?: number;
}

/** In the order of the labels; those that have not been read yet are left out. */
export const valuesOf = (probe: Probe, curves: Curves, speech: Speech): LiveValue[] =>
  probe.labels.flatMap((label, at) => {
    const curve = curves[meanSeries(probe.key, at)];
    const mean = curve?.values.at(-1);
    return curve && mean !== undefined
      ? [
          {
            label: labelOf(probe, label, speech),
            mean,
            spread: curves[spreadSeries(probe.key, at)]?.values.at(-1) ?? 0,
            curve,
          },
        ]
      : [];
  });

/**
 * The one number of a probe may have a word of its block; inputs are called by the catalog, fields and nodes by their
 * own names.
 */
export function labelOf({ block: id, name }: Pick<Probe, 'block' | 'name'>, label: string, speech: Speech): string {
  if (name === LEARNT_WEIGHT) return speech.words.inside.ofLearntWeight;
  const block = findBlock(id);
  return (
    (block && speech.words.blocks[block.id]?.labels?.[name]) ??
    (label in (block?.inputs ?? {}) ? portName(label, speech) : label)
  );
}

/** An axis with its ends, and where bars begin and lie on it, in shares of its length. */
export interface Scale {
  low: number;
  high: number;
  origin: number;
  /** Where the origin is; null at an end. */
  line: number | null;
  bar(value: number): { from: number; size: number };
}

/** Ends that are not fixed are those of the values: as far to both sides where bars begin at another number than 0. */
export function scaleOf(values: readonly { mean: number }[], { origin, ends }: Axis): Scale {
  const means = values.map(({ mean }) => mean);
  const reach = niceEnd(means.reduce((most, mean) => Math.max(most, Math.abs(mean - origin)), -Infinity));
  const [least, most] = means.reduce(([a, b], mean) => [Math.min(a, mean), Math.max(b, mean)], [0, 0]);
  const [low, high] = ends ?? (origin === 0 ? [least, most] : [origin - reach, origin + reach]);
  const size = high - low || 1;
  const place = (value: number): number => (Math.min(high, Math.max(low, value)) - low) / size;
  const line = place(origin);
  return {
    low,
    high,
    origin,
    line: line > 0 && line < 1 ? line : null,
    bar: (value) => ({ from: Math.min(line, place(value)), size: Math.abs(place(value) - line) }),
  };
}

/** 'Bars from 1, on an axis from 0.8 to 1.2.' */
export const rangeInWords = ({ low, high, origin }: Scale, { words, fill }: Speech): string =>
  fill(words.inside.axis, { origin: rounded(origin), low: rounded(low), high: rounded(high) });

const rounded = (value: number): number => Number(value.toPrecision(3));

export const highest = <T extends { mean: number }>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((a, b) => (a && a.mean >= b.mean ? a : b), undefined);
export const lowest = <T extends { mean: number }>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((a, b) => (a && a.mean <= b.mean ? a : b), undefined);
