import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '特征域成本',
  about: '对门保留的特征域计费：总成本由若干行分摊。某个域使这些行的损失之和降低得比其成本更多，才会留下。',
  params: { weight: '在损失中的权重', rows: '分摊成本的行数（越多，特征域越便宜）' },
} satisfies TranslationOf<typeof block>;
