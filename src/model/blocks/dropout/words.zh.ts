import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '随机失活',
  about: '训练时把一部分数值置零，并相应放大其余数值。',
  params: { rate: '失活比例' },
} satisfies TranslationOf<typeof block>;
