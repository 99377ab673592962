import type { WorldWords } from '../world';

export default {
  title: '清仓大卖场',
  about:
    '一半多的点击是被红色价签吸引，几秒钟就走；人们真正停下来看的，是自己正在布置的那一两个房间里的东西。点击本身说明不了多少，点击之后停留多久才说明问题。按停留时长给行加权，双塔能找到人们真正想要的吗？又会少多少点击？',
} satisfies Partial<WorldWords>;
