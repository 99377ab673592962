/** What a plant needs and a garden has: three fields that decide, each less than the one before. */

export interface Need {
  /** Column of the gardens, and of the plants. */
  garden: string;
  plant: string;
  /** In a circle: neighbours are alike. */
  values: readonly string[];
  /** Log odds of a perfect match over an even one. */
  strength: number;
}

export const NEEDS: readonly Need[] = [
  { garden: 'soil', plant: 'likes_soil', values: ['clay', 'loam', 'peat', 'sand', 'gravel', 'chalk'], strength: 2.6 },
  {
    garden: 'light',
    plant: 'likes_light',
    values: ['deep shade', 'half shade', 'morning sun', 'full sun', 'afternoon sun', 'dappled'],
    strength: 1.5,
  },
  {
    garden: 'wind',
    plant: 'likes_wind',
    values: ['walled', 'sheltered', 'breezy', 'open', 'coastal', 'courtyard'],
    strength: 0.8,
  },
];

/** Share of the strongest need, by a column of the gardens or of the plants. */
export const shareOf = (column: 'garden' | 'plant'): Record<string, number> => {
  const most = NEEDS.reduce((highest, { strength }) => Math.max(highest, strength), 0);
  return Object.fromEntries(NEEDS.map((need) => [need[column], need.strength / most]));
};

/** How well a value of the plant suits one of the garden: 1 where they are equal, -1 where they are opposite. */
export const suits = ({ values }: Need, garden: number, plant: number): number =>
  Math.cos((2 * Math.PI * (garden - plant)) / values.length);
