import type { PanelWords } from '../panel';

export default { title: 'Map' } satisfies PanelWords;
