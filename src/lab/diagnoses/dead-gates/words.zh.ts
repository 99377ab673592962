import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '门已关闭',
  evidence: {
    shut: '在{node}中，{parts}的门对每一行都降到了起始值的百分之一以下：它的信息完全通不过。',
  },
  advice:
    '关闭的 ReLU 门没有梯度，不会再打开：可以改用 2·sigmoid，或加绕过门的跳连。若该域是噪声，则门是对的，可以去掉这个域。',
} satisfies WordsOf<typeof diagnosis>;
