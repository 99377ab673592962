import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '门控融合',
  about: '混合短期向量与长期向量：门控综合两者与用户，对每个数决定取多少短期成分。',
  params: {},
  ports: { user: '用户', short: '短期', long: '长期', gate: '门控值' },
  probes: { gate: '门控值：取短期成分的比例（每部分各数的平均）' },
} satisfies TranslationOf<typeof block>;
