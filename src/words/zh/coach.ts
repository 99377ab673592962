import type { PartialWords } from '../catalog';

export const coach = {
  label: '入门步骤',
  step: '第 {n} 步，共 {of} 步',
  next: '下一步',
  done: '完成',
  skip: '跳过',
  again: '重新显示入门步骤',
  steps: {
    towers: '这是一个双塔推荐模型：一座塔把用户变成向量，另一座塔把物品变成向量，离用户最近的物品就是推荐结果。',
    start: '点击“{start}”：双塔就在这个标签页里训练，数据已经载入。',
    inside: '“{curves}”里可以看到损失下降。打开“{inside}”，看各模块目前学到的数值。',
    retrieval: '打开“{retrieval}”并选一位用户：双塔的推荐与其实际行为并排显示。',
  },
} satisfies PartialWords['coach'];
