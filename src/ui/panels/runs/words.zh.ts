import type { PanelWords } from '../panel';

export default { title: '训练记录' } satisfies Partial<PanelWords>;
