/** What chooses a field against its cost, a point for each: full where it fits the budget. */
import { Scatter } from '../../charts/Scatter';
import { useSpeech } from '../../lab';
import type { PricedField, Way } from './FieldBudget';

const DIGITS = { keep: 2, importance: 4 } as const;

export function FieldScatter({ fields, way, metric }: { fields: readonly PricedField[]; way: Way; metric: string }) {
  const { words, fill, number } = useSpeech();
  const w = words.inside.budget;
  const dearest = fields.reduce((largest, { cost }) => Math.max(largest, cost), 0);
  // A probability ends at 1. What is lost has no end of its own, and may be less than nothing.
  const least = fields.reduce((lowest, { value }) => Math.min(lowest, value), 0);
  const highest = fields.reduce((largest, { value }) => Math.max(largest, value), 0);
  const most = way === 'keep' ? 1 : highest || -least || 1;
  return (
    <Scatter
      label={w.scatter[way]}
      xLabel={fill(w.axis, { most: number(dearest, 2) })}
      yLabel={fill(w.value[way], { metric })}
      least={least}
      most={most}
      points={fields.map(({ node, side, field, cost, value, fits }) => ({
        key: `${node ?? ''} ${field}`,
        x: cost,
        y: value,
        title: fill(w.point[way], { field, metric, cost: number(cost, 2), value: number(value, DIGITS[way]) }),
        isFull: fits,
        side: side === 'item' ? 'item' : 'user',
      }))}
    />
  );
}
