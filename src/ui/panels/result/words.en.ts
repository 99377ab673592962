import type { PanelWords } from '../panel';

export default { title: 'Result' } satisfies PanelWords;
