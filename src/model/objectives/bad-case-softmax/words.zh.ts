import type { TranslationOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.zh';
import { rowWeightWords } from '../row-weight-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '含坏样本的 softmax',
  about:
    '三个类别：点击、未点击、坏样本。每一步把批内用户与批内物品两两组合，由教师判断相关性，再从不相关的组合中按当前模型预测的点击率采样：这些正是模型会犯的错，作为坏样本来学习。',
  params: {
    ...likelihoodWords,
    teacher: '相关性由谁判断',
    field: '物品的类目或文本',
    column: '相关性列（0 到 1）',
    run: '由哪次训练的双塔判断',
    length: '计入的历史事件数',
    threshold: '低于此值为不相关',
    bad: '每行坏样本数上限',
    from: '未点击的物品来自',
    sampled: '每批的未点击物品数',
    noClicks: '未点击相对一次点击的权重',
    ...rowWeightWords,
  },
  options: {
    catalogue: candidateWords.options.catalogue,
    shown: candidateWords.options.shown,
    category: '历史中与物品同类目的比例',
    text: '与历史中最相近物品的文本相似度（TF-IDF 余弦）',
    'co-occurrence': '在训练部分中与历史物品的共现',
    column: '日志中的一列，仅限其中出现过的组合',
    run: '已存的一次训练：其冻结双塔给物品的打分相对全库的高低',
  },
  probes: {
    judged: '批内教师了解的组合占比',
    found: '每行的坏样本数',
    relevance: '坏样本的相关性',
    click: '模型给坏样本的点击概率',
  },
  labels: { judged: '已知', found: '坏样本', relevance: '相关性', click: '点击概率' },
} satisfies TranslationOf<typeof block>;
