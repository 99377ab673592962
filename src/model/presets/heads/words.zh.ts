import type { PresetWords } from '../presets';

export default {
  title: '双头',
  about:
    '同一对双塔、两个目标：一个头对每行一视同仁，另一个头按行的结果（如停留时长）加权。列表按 a × 第一个 + b × 第二个排序，仍是一次内积。',
} satisfies PresetWords;
