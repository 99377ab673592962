import type { PanelWords } from '../panel';

export default { title: 'Fields' } satisfies PanelWords;
