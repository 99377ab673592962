import type { PanelWords } from '../panel';

export default { title: 'Data' } satisfies PanelWords;
