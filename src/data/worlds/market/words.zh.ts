import type { WorldWords } from '../world';

export default {
  title: '集市大厅',
  about:
    '每次来访都在一个摊位办一件事，来访结束事情也就过去；人们偏爱的摊位则长久，只缓慢更替。有人久留，为一件事买很多；有人只看一眼、买一两样，下次换另一个喜欢的摊位。账户里写着是哪一种。短期与长期之间的门控能看出来吗？',
} satisfies Partial<WorldWords>;
