import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '混合',
  about: '把第二个向量加到第一个上：a + s · b。s 较小时，第二个向量起修正作用。',
  params: { scale: '缩放 s', learnt: '学习 s（上面的值为初值）' },
  ports: { a: 'a', b: 'b' },
  probes: { scale: '学到的第二个向量的缩放 s' },
  labels: { scale: 's' },
} satisfies TranslationOf<typeof block>;
