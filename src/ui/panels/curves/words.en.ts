import type { PanelWords } from '../panel';

export default { title: 'Curves' } satisfies PanelWords;
