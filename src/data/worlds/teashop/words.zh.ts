import type { WorldWords } from '../world';

export default {
  title: '茶铺',
  about:
    '老主顾总回到自己信任的茶农；有人按在柜台说出的需求挑选；有人则拿当天摆出的那张桌上的茶。店家知道谁属于哪一类，却为所有人都记下茶农、需求和桌子：三者中哪一个有用，因人而异。',
} satisfies Partial<WorldWords>;
