import type { WorldWords } from '../world';

export default {
  title: '唱片交换站',
  about:
    '收藏者嘴上说的是流派，真正追逐的却是少数几位录音师的声音，而封套上并不印他们的名字。只有唱片本身知道答案：流派、年代和规格说明不了多少；若塔把一张唱片压缩成寥寥几个数，就忘了是谁混的音。',
} satisfies Partial<WorldWords>;
