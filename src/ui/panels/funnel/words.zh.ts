import type { PanelWords } from '../panel';

export default { title: '漏斗' } satisfies PanelWords;
