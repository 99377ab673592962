/** Words of the parameters of `negative-params.ts`. */
import { rowWeightWords } from './row-weight-words.zh';

export const maskWords = {
  sameItem: '同一物品不作负例',
  sameUser: '该用户的其他物品不作负例',
  ...rowWeightWords,
};

export const chosenWords = {
  params: {
    choose: '负例',
    negatives: '每行的随机负例数（取后续各行的物品；批次已打乱）',
    hard: '每行的最难负例数',
    hardShare: '带最难负例的行所占比例',
  },
  options: { random: '随机', hardest: '批内最难的', both: '随机加最难' },
};
