import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '兴趣分离',
  about: '避免同一用户的各兴趣指向同一方向：把每两个兴趣之间余弦的平方加入损失。',
  params: { weight: '在损失中的权重' },
} satisfies TranslationOf<typeof block>;
