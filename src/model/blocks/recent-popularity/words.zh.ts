import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '近期热度',
  about:
    '在得分上加物品在请求之前不久的热度（统计所有用户），双塔只需学习口味。只统计该时刻之前的训练事件。各半衰期的权重、热度对每位用户有多重要，都由训练学得。',
  params: {
    halfLife: '最短半衰期（事件数）',
    halfLives: '半衰期个数（依次为前一个的四倍）',
    snapshots: '整个日志上热度快照的个数',
    perUser: '学习热度对每位用户有多重要',
  },
  probes: { weight: '各半衰期的权重（事件数）', strength: '热度对每位用户的强度' },
  labels: { strength: '强度' },
} satisfies TranslationOf<typeof block>;
