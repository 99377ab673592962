import type { PanelWords } from '../panel';

export default { title: 'Inside' } satisfies PanelWords;
