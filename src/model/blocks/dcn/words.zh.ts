import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '交叉网络（DCN）',
  about: '让输入与自身相乘，每层提高一阶，并加上前一层。各层与输入同宽：宜只接入少量精选的特征域。',
  params: { version: '版本', layers: '层数', project: '顶层线性映射的宽度（0 = 无）' },
  options: { v1: 'DCN（每层一个向量）', v2: 'DCN-v2（每层一个矩阵）' },
} satisfies TranslationOf<typeof block>;
