/** Keep probability against cost, a point for each field: full where it fits the budget. */
import { Scatter } from '../../charts/Scatter';
import { useSpeech } from '../../lab';
import type { PricedField } from './FieldBudget';

export function FieldScatter({ fields }: { fields: readonly PricedField[] }) {
  const { words, fill, number } = useSpeech();
  const w = words.inside.budget;
  const most = fields.reduce((largest, { cost }) => Math.max(largest, cost), 0);
  return (
    <Scatter
      label={w.scatter}
      xLabel={fill(w.axis, { most: number(most, 2) })}
      yLabel={w.keep}
      points={fields.map(({ node, side, field, cost, keep, fits }) => ({
        key: `${node} ${field}`,
        x: cost,
        y: keep,
        title: fill(w.point, { field, cost: number(cost, 2), keep: number(keep, 2) }),
        isFull: fits,
        side: side === 'item' ? 'item' : 'user',
      }))}
    />
  );
}
