import type { PanelWords } from '../panel';

export default { title: 'Runs' } satisfies PanelWords;
