/** Keep probability against cost, a point for each field: full where it fits the budget. */
import { useSpeech } from '../../lab';
import type { PricedField } from './FieldBudget';

/** In units of the drawing. */
const [WIDTH, HEIGHT] = [360, 190];
const PLOT = { left: 34, right: 352, top: 8, bottom: 160 };
const RADIUS = 4.5;

export function FieldScatter({ fields }: { fields: readonly PricedField[] }) {
  const { words, fill, number } = useSpeech();
  const w = words.inside.budget;
  const most = fields.reduce((largest, { cost }) => Math.max(largest, cost), 0) || 1;
  const x = (cost: number): number => PLOT.left + (cost / most) * (PLOT.right - PLOT.left - 2 * RADIUS);
  const y = (keep: number): number => PLOT.bottom - keep * (PLOT.bottom - PLOT.top);
  return (
    <svg className="field-scatter" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={w.scatter}>
      {[0, 0.5, 1].map((keep) => (
        <g key={keep}>
          <line x1={PLOT.left} x2={PLOT.right} y1={y(keep)} y2={y(keep)} />
          <text x={PLOT.left - 6} y={y(keep) + 3.5} textAnchor="end">
            {number(keep, 1)}
          </text>
        </g>
      ))}
      <text x={PLOT.left} y={HEIGHT - 6}>
        {w.keep}
      </text>
      <text x={PLOT.right} y={HEIGHT - 6} textAnchor="end">
        {fill(w.axis, { most: number(most, 2) })}
      </text>
      {fields.map(({ node, side, field, cost, keep, fits }) => (
        <circle
          key={`${node} ${field}`}
          className={fits ? 'fits' : undefined}
          data-side={side}
          cx={x(cost)}
          cy={y(keep)}
          r={RADIUS}
        >
          <title>{fill(w.point, { field, cost: number(cost, 2), keep: number(keep, 2) })}</title>
        </circle>
      ))}
    </svg>
  );
}
