/** Parameters of objectives that compare a row's own item with other items of the batch, and their words: one name for one thing. */
import { choice, int, toggle } from '../params';

/** Which columns count as negatives, and what a row counts. */
export const maskParams = { sameItem: toggle(true), sameUser: toggle(true), rowWeights: toggle(true) };
export const maskWords = {
  en: { sameItem: 'The same item is no negative', sameUser: 'Other items of the user are no negatives', rowWeights: 'Use row weights' },
  zh: { sameItem: '同一物品不作负例', sameUser: '该用户的其他物品不作负例', rowWeights: '使用行权重' },
};

export const negativesParam = int({ default: 4, min: 1, max: 64 });
export const negativesWords = { en: 'Negatives per row (items of the next rows; batches are shuffled)', zh: '每行的负例数（取后续各行的物品；批次已打乱）' };

/** For losses of pairs: random negatives, or the hardest alone. */
export const chosenParams = { choose: choice(['random', 'hardest'], 'random'), negatives: negativesParam };
export const chosenWords = {
  en: { params: { choose: 'Negatives', negatives: 'Random negatives per row (items of the next rows; batches are shuffled)' }, options: { random: 'random', hardest: 'the hardest of the batch' } },
  zh: { params: { choose: '负例', negatives: '每行的随机负例数（取后续各行的物品；批次已打乱）' }, options: { random: '随机', hardest: '批内最难的一个' } },
};
