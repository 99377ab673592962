/** 特征的成本与价值。 */
export const selection = {
  head: {
    field: '特征域',
    side: '侧',
    cost: '成本',
    time: '每行 µs',
    keep: '保留概率',
    seGate: 'SE 门控',
    importance: 'NDCG@10 损失',
    fits: '预算',
  },
  times: {
    about: '各特征域在 {adapter} 上的耗时，每行 µs：',
    gate: '门',
    width: '宽度',
    slots: '表的行数',
    lookup: '查表',
    projection: '投影',
  },
  side: { user: '用户', item: '物品' },
  fits: '纳入',
  doesNot: '舍去',
  method: { keep: '保留概率', seGate: 'SE 门控', importance: '打乱后的损失' },
  agreement: '{one}与{other}的秩相关：{rho}（{n} 个特征域）',
  noAgreement: '{one}与{other}的秩相关：无，因为其中之一在全部 {n} 个特征域上都相同',
  about:
    'NDCG@10 损失：验证集（{users} 名用户）上的值为 {value}，把该域在用户或物品之间打乱 {repeats} 次后下降多少。成本按该域所属门的价格（没有门则按默认价格）计入查表、取值个数、宽度和内存。',
  spent: '纳入的特征域共花费 {spent}，预算 {budget}。',
  noneFits: '没有特征域在预算 {budget} 之内：成本最低的也要 {least}。',
};
