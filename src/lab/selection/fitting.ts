/** Which fields fit a budget. */

export interface Ranked {
  cost: number;
  /** Null without a gate. */
  keep: number | null;
  /** What is lost without it; 0 where nobody has measured it. */
  importance: number;
}

/**
 * Taken in the order of their keep probability, those without a gate by importance behind
 * them; one that is too dear for what is left is passed over, and cheaper ones may still fit.
 * @returns by field, in the order given
 */
export function fitting(fields: readonly Ranked[], budget: number): boolean[] {
  const order = [...fields.keys()].sort((a, b) => {
    const [one, other] = [fields[a]!, fields[b]!];
    return (other.keep ?? -1) - (one.keep ?? -1) || other.importance - one.importance || a - b;
  });
  const fits = fields.map(() => false);
  let left = budget;
  for (const at of order) {
    if (fields[at]!.cost > left) continue;
    fits[at] = true;
    left -= fields[at]!.cost;
  }
  return fits;
}
