/**
 * What Tower Lab must reach, as lines that hold or do not. A line whose figures were not measured in this run says so.
 */
import type { Measurement, Report, SettingReport } from './bench';
import { tableBytes } from './measure/work';

export interface Limit {
  what: string;
  /** The figure in words; null where this run did not measure it. */
  found: string | null;
  holds: boolean | null;
}

const [SMALL, LARGE] = [20_000, 1_000_000];
/** Ratios of another graph may stand a third below those of the reference. */
const OTHER_GRAPH = 2 / 3;

const wall = ({ wallMs }: Measurement): number => wallMs.median;
const isBrowser = ({ host }: Report): boolean => !host.startsWith('Node');
const at = ({ settings }: Report, batch: number, rows: number): SettingReport | undefined =>
  settings.find(({ setting }) => setting.batch === batch && setting.rows === rows);
const of = (report: SettingReport | undefined, name: string): Measurement | undefined =>
  report?.measurements.find((one) => one.name === name);

export function limits(report: Report): Limit[] {
  const share = report.graph === 'tt' ? 1 : OTHER_GRAPH;
  const lab = (batch: number, rows: number): Measurement | undefined => of(at(report, batch, rows), 'tower-lab');
  const most = (what: string, found: number | null | undefined, limit: number, unit = ''): Limit =>
    found === null || found === undefined
      ? { what: `${what}: at most ${limit}${unit}`, found: null, holds: null }
      : { what: `${what}: at most ${limit}${unit}`, found: `${shown(found)}${unit}`, holds: found <= limit };
  const faster = (
    what: string,
    name: string,
    batch: number,
    rows: number,
    times: number,
    pick: (one: Measurement) => number | null = wall,
    ours = 'tower-lab',
  ): Limit => {
    const pair = [ours, name].map((one) => of(at(report, batch, rows), one));
    const [own, other] = pair.map((one) => (one ? pick(one) : null));
    // CPU time tells the same on a loaded machine.
    const [cpu, otherCpu] = pair.map((one) => one?.cpuMs);
    const beside = pick === wall && cpu && otherCpu ? `, ${shown(otherCpu / cpu)} by CPU time` : '';
    const line = `${what}${ours === 'tower-lab' ? '' : ` of ${ours}`} against ${name}, B ${batch}, V ${rows}: at least ${shown(times * share)} times less`;
    return own && other
      ? { what: line, found: `${shown(other / own)} times${beside}`, holds: other / own >= times * share }
      : { what: line, found: null, holds: null };
  };
  const largest = (pick: (one: Measurement) => number | undefined): number | null => {
    const values = report.settings.flatMap((setting) => pick(of(setting, 'tower-lab') ?? ({} as Measurement)) ?? []);
    return values.length > 0 ? Math.max(...values) : null;
  };
  const js = ({ jsMs }: Measurement): number | null => jsMs;
  const big = at(report, 1024, LARGE);
  const [small, large] = [lab(1024, SMALL)?.wallMs.median, lab(1024, LARGE)?.wallMs.median];

  const everywhere = [
    most(
      'dispatches a step',
      largest(({ counts }) => counts?.dispatches),
      40,
    ),
    most(
      'submits a step',
      largest(({ counts }) => counts?.submits),
      1,
    ),
    most(
      'buffers created a step',
      largest(({ counts }) => counts?.buffersCreated),
      0,
    ),
    most(`wall at V ${LARGE} over V ${SMALL}, B 1024`, small && large ? large / small : null, 1.25),
    most(
      `GPU bytes over those of the tables, B 1024, V ${LARGE}`,
      big && of(big, 'tower-lab')?.gpuBytes ? of(big, 'tower-lab')!.gpuBytes! / tableBytes(big.work) : null,
      3.2,
    ),
  ];
  const { software } = report.adapter;
  const best = software ? 'tower-lab-cpu' : 'tower-lab';
  if (isBrowser(report)) {
    return [
      ...everywhere,
      faster('JavaScript', 'stock', 1024, SMALL, 25, js),
      most('JavaScript a step, B 1024', lab(1024, SMALL)?.jsMs, 1, ' ms'),
      most('batch build, B 1024', lab(1024, SMALL)?.buildMs, 1, ' ms'),
      ...(software ? [faster('wall', 'stock', 256, SMALL, 25)] : []),
      faster('wall', 'jax-js-webgpu', 256, SMALL, 2.5),
      faster('wall', 'jax-js-webgpu', 1024, SMALL, 1.5),
      // Without a graphics card jax-js's best is WebAssembly, and so is ours.
      ...[256, 1024].map((batch) => faster('wall', 'jax-js-wasm', batch, SMALL, 1, wall, best)),
      ...(software ? [faster('wall', 'tower-lab', 1024, SMALL, 2, wall, best)] : []),
    ];
  }
  return [
    ...everywhere,
    ...(software ? [faster('wall', 'stock', 1024, SMALL, 4), faster('wall', 'stock', 1024, LARGE, 25)] : []),
    faster('wall', 'torch-dense', 1024, LARGE, 1),
    faster('wall', 'torch-fused', 1024, LARGE, 1),
    faster('wall', 'jax-js-wasm', 1024, SMALL, 1, wall, best),
    most('first step from cold', (largest(({ coldMs }) => coldMs) ?? Number.NaN) / 1000 || null, 10, ' s'),
  ];
}

/** Three digits. */
export const shown = (x: number): string =>
  x === 0 ? '0' : Math.abs(x) >= 100 ? x.toFixed(0) : x.toPrecision(3).replace(/\.?0+$/, '');
