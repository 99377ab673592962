import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '只学到了热门',
  evidence: {
    alike:
      '列表只展示了 {covered} 的物品（热门：{popularCovered}），其中 {head} 的位置给了最热门的十分之一（热门：{popularHead}）。',
  },
  advice: '可以打开 log q 修正，按热门程度采样负样本，或让用户塔更了解这个人：历史、id。',
} satisfies WordsOf<typeof diagnosis>;
