import type { PanelWords } from '../panel';

export default { title: '数据' } satisfies Partial<PanelWords>;
