import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '兴趣胶囊',
  about:
    '把历史事件归入少数几个兴趣：每个事件经过几轮路由，按与胶囊已有内容的一致程度在胶囊之间分配。起点虽是随机的，但只取决于用户，因此再问一次得到的兴趣相同。',
  params: {
    count: '兴趣数（上限）',
    width: '兴趣向量宽度',
    rounds: '路由轮数',
    sharpness: '路由锐度',
    adaptive: '历史短则兴趣少（事件数的 log₂）',
    by: '事件权重',
    halfLife: '半衰期',
  },
  options: { mean: '全部相等', learnt: '由衰减起，按位置学习' },
  ports: { coupling: '耦合' },
  probes: {
    share: '各兴趣所占的事件份额',
    active: '激活的兴趣数',
    similarity: '同一用户各兴趣的相似程度（1 = 方向相同）',
  },
  labels: { active: '激活数', similarity: '相似程度' },
} satisfies TranslationOf<typeof block>;
