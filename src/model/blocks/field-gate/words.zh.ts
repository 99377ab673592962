import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '特征域选择门',
  about:
    '权衡价值与成本来选择特征域（FSCD）。每个域有一个可学习的保留概率，对所有样本相同；学习期间每个批次随机抽取一次，决定该域是否通过。' +
    '惩罚项输出按查表次数、取值个数、宽度和内存对保留的域计费，请连接到“特征域成本”目标。' +
    '门不学习时（评估、线上服务，以及不训练它的阶段），概率不低于 ½ 的域原样通过，其余置零。',
  params: {
    temperature: '抽样温度（越低越接近 0 或 1）',
    measured: '各特征域的实测耗时',
    readTime: '单次查表耗时（用于未实测的域）',
    readPrice: '耗时价格（每 µs）',
    rowsPrice: '取值个数价格（每单位 ln 行数）',
    widthPrice: '宽度价格（每个数）',
    memoryPrice: '嵌入表价格（每 MiB）',
  },
  probes: { keep: '各特征域的保留概率' },
} satisfies TranslationOf<typeof block>;
