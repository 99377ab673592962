/** What the kernels of a step take, and what they are, as text. */
import { shown } from '../limits';

interface Row {
  dispatches: number;
  ms: number;
}

export interface ProfileReport {
  adapter: string;
  preset: string;
  batch: number;
  data: string;
  /** That were timed. */
  steps: number;
  /** A step that is not timed, from its submission to its end; the median. */
  stepMs: number;
  kernels: readonly (Row & { kernel: string })[];
  nodes: readonly (Row & { node: string | null })[];
}

/** Tables of the kernels and of the nodes of the drawing, those that take longest first. */
export function profileText({ adapter, preset, batch, data, steps, stepMs, kernels, nodes }: ProfileReport): string {
  const all = kernels.reduce((sum, { ms }) => sum + ms, 0);
  const row = (name: string, { dispatches, ms }: Row): string =>
    `| ${name} | ${shown(dispatches)} | ${shown(ms)} | ${all > 0 ? ((100 * ms) / all).toFixed(1) : '0.0'} % |`;
  const table = (what: string, rows: readonly string[]): string[] => [
    '',
    `| ${what} | dispatches | ms | share |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ];
  return [
    `${preset} on ${data}, B ${batch}. Adapter: ${adapter}.`,
    `A step takes ${shown(stepMs)} ms, its kernels ${shown(all)} ms; means of ${steps} steps that were timed.`,
    ...table(
      'kernel',
      kernels.map((one) => row(one.kernel, one)),
    ),
    ...table(
      'node',
      nodes.map((one) => row(one.node ?? 'the step itself: lookups, sums, updates', one)),
    ),
  ].join('\n');
}

/** WGSL as its blocks nest: templates put it together without a thought for that. */
export function indented(code: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const line of code.split('\n').map((text) => text.trim())) {
    if (line === '' && (lines.length === 0 || lines.at(-1) === '')) continue;
    const closing = /^[})\]]+/.exec(line)?.[0].length ?? 0;
    lines.push(line === '' ? '' : `${'  '.repeat(Math.max(0, depth - closing))}${line}`);
    const bare = line.replace(/\/\/.*$|\/\*.*?\*\//g, '');
    for (const sign of bare) depth += '{(['.includes(sign) ? 1 : '})]'.includes(sign) ? -1 : 0;
  }
  return lines.join('\n').trimEnd();
}
