import type { PanelWords } from '../panel';

export default { title: 'Retrieval' } satisfies PanelWords;
