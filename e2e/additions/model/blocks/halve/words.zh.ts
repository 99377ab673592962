import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '减半',
  about: '把向量的每个数除以同一个数。',
  params: { by: '除数', whole: '取整' },
  probes: { length: '减半后向量的长度' },
  labels: { length: '长度' },
} satisfies TranslationOf<typeof block>;
