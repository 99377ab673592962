import type { PresetWords } from '../presets';

export default {
  title: '曝光粗排模型',
  about:
    '介于召回与精排之间（COLD）：用小网络为每一对用户与候选物品打分，输入双塔、两者的逐元素乘积和交叉特征。日志记有曝光时，从展示过但未选的物品中学习，并读取候选物品以往的点击率，权重依 GAUC 选出。',
} satisfies Partial<PresetWords>;
