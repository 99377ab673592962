/** For tests: a page over a lab whose runs end when the test says so. */
import { schemaOf } from '../../model/document/schema';
import { tinyDataset } from '../../model/harness/tiny-log';
import { AT_REST } from '../announcer';
import type { DatasetSummary } from '../loading/describe-data';
import type { Ending, Phase } from '../progress';
import type { Lab } from '../protocol';
import type { Document } from './graph';
import { createViewStore } from './view';
import { createWorkbench } from './workbench';

const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

/** @param drawn on screen, of the tiny log */
export function pageOver<Start>(drawn: Document, { refuses = false } = {}) {
  const asked: [string, Start][] = [];
  const lab = {
    ask: async (command: string, ask: Start) => {
      asked.push([command, ask]);
      if (refuses) throw new Error('the data is gone');
      if (command === 'start') {
        // Baselines that were waited for come before the run says anything.
        bench.run.setState({ baselines: { validation: {}, test: {} } });
        end('preparing', null);
      }
      if (command === 'resume') end('training', null);
      if (command === 'stop') end('done', 'stopped');
      return ask;
    },
    on: () => () => undefined,
    dispose: () => undefined,
  } as unknown as Lab;
  const bench = createWorkbench(lab, createViewStore(storage, { asked: null, preferred: 'en' }));
  bench.data.setState({ summary: { schema: schemaOf(tinyDataset()) } as DatasetSummary });
  bench.graph.getState().open(drawn);
  const end = (phase: Phase, ending: Ending | null): void =>
    bench.run.setState({ progress: { ...AT_REST, phase, ending } });
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return {
    bench,
    asked,
    end,
    settled,
    starts: () => asked.filter(([command]) => command === 'start').map(([, ask]) => ask),
  };
}
