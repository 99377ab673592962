import type { TowerGraph } from '../../model/document/graph';
import { command } from '../command';
import { summaryOf } from '../loading/describe-data';
import type { OpenedRun } from '../runs/open-run';

declare module '../protocol' {
  interface Commands {
    /**
     * The weights that are there serve as this graph says, which learns what theirs learns and differs above it alone:
     * other factors of a joint match, a business weight. A run of its own, with the curves of the one it is from, and
     * no figures of the test part yet. ProblemsError; LabError (no-weights, training-not-at-rest, learns-otherwise)
     */
    serve: [{ graph: TowerGraph }, OpenedRun];
  }
}

export default command('serve', (host, { graph }) =>
  host.importInTurn(async () => {
    const { runInputs } = host;
    const { run, series } = await host.runner.serve(runInputs, graph);
    const { last: progress } = host.announcer;
    return { run, series, snapshots: [], progress, dataset: summaryOf(runInputs.loaded), lacks: null };
  }),
);
