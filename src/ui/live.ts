/**
 * Live values of blocks as the screen shows them: the last reading of each number, its course, and their common scale.
 */
import { findBlock } from '../model/nodes/registry';
import { meanSeries, spreadSeries, type Probe } from '../model/check/probe';
import type { Curves } from '../lab/stores/run';
import type { Curve } from '../lab/stores/thin';
import { portName } from '../words/ports';
import type { Speech } from '../words/words';

export interface LiveValue {
  label: string;
  mean: number;
  spread: number;
  curve: Curve;
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
  const block = findBlock(id);
  return (
    block?.words[speech.language].labels?.[name] ?? (label in (block?.inputs ?? {}) ? portName(label, speech) : label)
  );
}

export interface Scale {
  zero: number;
  share(value: number): number;
}

/** Share of the axis a value takes, from zero; negative ones point left of it. */
export function scaleOf(values: readonly { mean: number }[]): Scale {
  const low = Math.min(0, ...values.map(({ mean }) => mean));
  const high = Math.max(0, ...values.map(({ mean }) => mean));
  const size = high - low || 1;
  return { zero: -low / size, share: (value) => Math.abs(value) / size };
}

export const highest = <T extends { mean: number }>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((a, b) => (a && a.mean >= b.mean ? a : b), undefined);
export const lowest = <T extends { mean: number }>(values: readonly T[]): T | undefined =>
  values.reduce<T | undefined>((a, b) => (a && a.mean <= b.mean ? a : b), undefined);
