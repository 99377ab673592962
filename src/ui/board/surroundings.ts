import type { Workbench } from '../../lab/stores/workbench';
import { speak } from '../../words/words';
import type { Surroundings } from './drawing';

/** What the board knows beside the graph, outside React. */
export const surroundingsOf = ({ data, view }: Pick<Workbench, 'data' | 'view'>): Surroundings => ({
  summary: data.getState().summary,
  speech: speak(view.getState().language),
  opened: view.getState().opened,
});
