import type { PanelWords } from '../panel';

export default { title: '内部' } satisfies Partial<PanelWords>;
