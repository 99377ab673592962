import type { PanelWords } from '../panel';

export default { title: '地图' } satisfies PanelWords;
