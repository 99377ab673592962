/** `candidate-params.ts` 各参数的文字。 */
export const candidateWords = {
  params: { candidates: '每行的候选数（含自己的物品）', from: '其他候选来自' },
  options: { catalogue: '全库', shown: '展示过而未被选中的' },
};
