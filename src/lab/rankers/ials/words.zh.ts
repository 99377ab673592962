import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'iALS',
  about: '隐式反馈的矩阵分解，交替最小二乘求解',
  choices: {
    alpha0: '未观测权重 {value}',
    lambda: '正则系数 {value}',
    width: '宽度 {value}',
    iterations: { other: '{n} 轮迭代', none: '不迭代' },
  },
  instead: { fixed: '日志过大，无法搜索：未观测权重、正则系数与迭代轮数取固定值。' },
} satisfies RankerWords<Rankers['ials']>;
