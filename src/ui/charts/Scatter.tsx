/** Amounts against shares, a point for each thing that has both; drawn for the eye, beside a table of the same. */
import { useSpeech } from '../lab';
import './scatter.css';

export interface Point {
  key: string;
  x: number;
  /** From `least` to `most`. */
  y: number;
  title: string;
  isFull: boolean;
  side: 'user' | 'item';
}

/** In units of the drawing. */
const [WIDTH, HEIGHT] = [360, 190];
const PLOT = { left: 42, right: 352, top: 24, bottom: 166 };
const RADIUS = 4.5;

/**
 * @param least, most ends of the upright axis; below 0 there are points and no line
 * @param path points joined by a line, in its order
 */
export function Scatter({
  label,
  xLabel,
  yLabel,
  points,
  least = 0,
  most = 1,
  path = [],
}: {
  label: string;
  xLabel: string;
  yLabel: string;
  points: readonly Point[];
  least?: number;
  most?: number;
  path?: readonly { x: number; y: number }[];
}) {
  const { number } = useSpeech();
  const widest = points.reduce((largest, { x }) => Math.max(largest, x), 0) || 1;
  const across = (x: number): number => PLOT.left + (x / widest) * (PLOT.right - PLOT.left - 2 * RADIUS);
  // Half of the end has one digit more.
  const digits = most < 0.01 ? 4 : most < 0.1 ? 3 : most < 1 ? 2 : 1;
  const up = (y: number): number => PLOT.bottom - ((y - least) / (most - least)) * (PLOT.bottom - PLOT.top);
  return (
    <svg className="scatter" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {[0, most / 2, most].map((y) => (
        <g key={y}>
          <line x1={PLOT.left} x2={PLOT.right} y1={up(y)} y2={up(y)} />
          <text x={PLOT.left - 6} y={up(y) + 3.5} textAnchor="end">
            {number(y, digits)}
          </text>
        </g>
      ))}
      <text x={0} y={10}>
        {yLabel}
      </text>
      <text x={PLOT.right} y={HEIGHT - 6} textAnchor="end">
        {xLabel}
      </text>
      {path.length > 1 && <polyline points={path.map(({ x, y }) => `${across(x)},${up(y)}`).join(' ')} />}
      {points.map(({ key, x, y, title, isFull, side }) => (
        <circle key={key} className={isFull ? 'full' : undefined} data-side={side} cx={across(x)} cy={up(y)} r={RADIUS}>
          <title>{title}</title>
        </circle>
      ))}
    </svg>
  );
}
