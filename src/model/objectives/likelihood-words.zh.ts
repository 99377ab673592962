/** Words of the parameters of `likelihood-params.ts`. */
export const likelihoodWords = {
  weight: '在损失中的权重',
  learnWeight: '学习权重（按不确定性；上面的值此时表示优先级）',
};
