import { command } from '../command';
import type { SeriesName } from '../runs/series';
import { thin, type Curve } from '../stores/thin';

declare module '../protocol' {
  interface Commands {
    /** Curves of a stored run, thinned to what a chart can show of one among several. */
    curvesOfRun: [{ id: string }, Partial<Record<SeriesName, Curve>>];
  }
}

/** Points of a curve that stands beside others. */
const MOST = 150;

export default command('curvesOfRun', async ({ keeper }, { id }) => {
  const { series } = await keeper.read(id);
  return Object.fromEntries((series ?? []).map(({ name, steps, values }) => [name, thin(steps, values, MOST)]));
});
