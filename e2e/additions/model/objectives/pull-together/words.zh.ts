import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '拉近',
  about: '每行自己的物品得分应高；不推开任何物品。',
  params: { weight: '在损失中的权重' },
} satisfies TranslationOf<typeof block>;
