/** Parts of vectors by name: how a match pairs the channels of one tower with those of the other. */
import { freshId } from './graph-edits';
import type { Part, PortOf } from './ports';

/** The names in their order, equal ones told apart: 'mlp', 'mlp-2'. */
export const distinct = (names: readonly string[]): string[] =>
  names.reduce<string[]>((known, name) => [...known, freshId(known, name)], []);

export const namesOf = (parts: readonly Part[]): string[] => distinct(parts.map(({ name }) => name));

/**
 * For each part of `wanted`, the place of its counterpart among `parts`; of parts with one name the first meets the
 * first. Null where names or widths differ.
 */
export function pairParts(parts: readonly Part[], wanted: readonly Part[]): number[] | null {
  const names = namesOf(parts);
  const places = namesOf(wanted).map((name) => names.indexOf(name));
  return parts.length === wanted.length && places.every((place, i) => parts[place]?.width === wanted[i]?.width)
    ? places
    : null;
}

/** 'mlp 64, fm 16' */
export const partsInWords = (parts: readonly Part[]): string =>
  parts.map(({ name, width }) => `${name} ${width}`).join(', ');

type Vector = PortOf<'vector'>;

export const layoutOf = ({ parts, layout }: Vector): readonly Part[] => layout ?? parts;

/** The layout that both vectors have; null where they differ, or where there is nothing to tell apart. */
export function sharedLayout(one: Vector, other: Vector): readonly Part[] | null {
  const [own, its] = [layoutOf(one), layoutOf(other)];
  const same =
    own.length === its.length && own.every(({ name, width }, i) => its[i]!.name === name && its[i]!.width === width);
  return same && own.length > 1 ? own : null;
}
