/** `row-weight-params.ts` 中各参数的文字。 */
export const rowWeightWords = {
  rowWeights: '使用行权重',
  rowFormula: '本目标的行权重（留空则用数据的行权重）',
};
