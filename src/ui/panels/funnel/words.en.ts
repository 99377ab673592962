import type { PanelWords } from '../panel';

export default { title: 'Funnel' } satisfies PanelWords;
