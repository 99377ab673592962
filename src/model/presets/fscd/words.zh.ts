import type { PresetWords } from '../presets';

export default {
  title: '自选特征的排序模型（FSCD）',
  about:
    '在每个特征域的收益与线上成本之间权衡的排序模型。第一阶段为每个域学习保留概率，并按查表次数、取值个数、宽度和内存计费；第二阶段只训练概率不低于 ½ 的域。保留概率可在“内部”面板观察。',
} satisfies Partial<PresetWords>;
