import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '不如热门',
  evidence: { below: '在测试部分，NDCG@10 为 {own}；人人相同的热门列表为 {popular}。' },
  advice: '可以训练更久，或看看塔里缺什么：历史、id、每个用户足够的事件。log q 修正偏向少见的物品，可以关掉。',
} satisfies WordsOf<typeof diagnosis>;
