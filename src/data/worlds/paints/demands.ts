/** What painters ask of a paint, and what of it is told twice: once cheaply, once dearly. */

export interface Demand {
  /** Column of the painters, and of the paints. */
  painter: string;
  paint: string;
  /** In a circle: neighbours are alike. */
  values: readonly string[];
  /** Log odds of a perfect match over an even one. */
  strength: number;
}

export const DEMANDS: readonly Demand[] = [
  {
    painter: 'trade',
    paint: 'finish',
    values: ['chalk', 'matt', 'eggshell', 'satin', 'gloss', 'lacquer'],
    strength: 3.2,
  },
  {
    painter: 'job',
    paint: 'surface',
    values: ['plaster', 'brick', 'softwood', 'hardwood', 'metal', 'tile'],
    strength: 2,
  },
];

/** The recipe of a paint names so many pigments, all of its finish: what the finish says, they say too. */
export const PIGMENTS_OF_RECIPE = 6;
const GRINDS = ['burnt', 'raw', 'pale', 'deep', 'cold', 'warm', 'fine', 'coarse'];
const EARTHS = ['umber', 'sienna', 'ochre', 'madder', 'smalt', 'viridian', 'malachite', 'azurite'];

/** Different for each finish: 64 of it. */
export const pigmentsOf = (finish: number): string[] =>
  GRINDS.flatMap((grind) => EARTHS.map((earth) => `${grind} ${earth} ${DEMANDS[0]!.values[finish]!}`));

/** Share of the strongest demand, by a column of the painters or of the paints. */
export const shareOf = (column: 'painter' | 'paint'): Record<string, number> => {
  const most = DEMANDS.reduce((highest, { strength }) => Math.max(highest, strength), 0);
  return Object.fromEntries(DEMANDS.map((demand) => [demand[column], demand.strength / most]));
};

/** How well a value of the paint suits one of the painter: 1 where they are equal, -1 where they are opposite. */
export const suits = ({ values }: Demand, painter: number, paint: number): number =>
  Math.cos((2 * Math.PI * (painter - paint)) / values.length);
