import type { WorldWords } from '../world';

export default {
  title: '听友圈',
  about:
    '朋友们在圈子里互相推荐节目，这些圈子没有任何记录，也横跨所有类别。多数听众和节目的事件都很少：要知道其中一个是什么样的，得看另一侧与它相遇的伙伴，而不是它的页面。',
} satisfies Partial<WorldWords>;
