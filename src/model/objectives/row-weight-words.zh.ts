/** Words of the parameters of `row-weight-params.ts`. */
export const rowWeightWords = {
  rowWeights: '使用行权重',
  rowFormula: '本目标的行权重（留空则用数据的行权重）',
};
