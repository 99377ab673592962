/** `candidate-params.ts` 各参数的文字。 */
export const candidateWords = {
  params: {
    candidates: '每行的候选数（含自己的物品）',
    from: '其他候选来自',
    drawn: '从全库抽取的个数（两者混合时）',
    teacher: '教师分数（日志中的一列）',
    teacherGives: '分数是',
    teacherShare: '教师在损失中的占比',
    temperature: '蒸馏温度',
  },
  options: {
    catalogue: '全库',
    shown: '展示过而未被选中的',
    mixed: '两者混合：部分抽自全库，其余为展示过的',
    logit: 'logit（对数几率）',
    probability: '概率',
  },
};
