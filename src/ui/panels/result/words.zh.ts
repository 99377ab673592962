import type { PanelWords } from '../panel';

export default { title: '结果' } satisfies Partial<PanelWords>;
