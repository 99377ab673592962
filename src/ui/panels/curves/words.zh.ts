import type { PanelWords } from '../panel';

export default { title: '曲线' } satisfies Partial<PanelWords>;
