/** `candidate-params.ts` 各参数的文字。 */
export const candidateWords = {
  params: {
    candidates: '每行的候选数（含自己的物品）',
    from: '其他候选来自',
    drawn: '从全库抽取的个数（两者混合时）',
    taughtBy: '教师分数来自',
    teacher: '分数所在的列',
    teacherGives: '分数是',
    run: '以哪次训练为教师',
    teacherShare: '教师在损失中的占比',
    temperature: '蒸馏温度',
  },
  options: {
    catalogue: '全库',
    shown: '展示过而未被选中的',
    mixed: '两者混合：部分抽自全库，其余为展示过的',
    column: '日志中的一列',
    run: '已存的一次训练',
    logit: 'logit（对数几率）',
    probability: '概率',
  },
};
