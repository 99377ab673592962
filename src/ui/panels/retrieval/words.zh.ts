import type { PanelWords } from '../panel';

export default { title: '召回' } satisfies Partial<PanelWords>;
