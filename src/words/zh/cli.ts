import type { PartialWords } from '../catalog';

/** 只用于命令行。 */
export const cli = {
  instead: {
    dataProblem: {
      'empty-file': '这个文件是空的。',
      'no-user-column': '没有一列被当作用户。请指明：--columns user=列名。文件里有：{columns}。',
      'no-item-column': '没有一列被当作物品。请指明：--columns item=列名。文件里有：{columns}。',
      'no-valid-rows': '没有一行可用，原因见上。如果文件读错了，请说明它的写法：--encoding、--delimiter、--header。',
      'one-user': '所有行都属于同一个用户。双塔需要许多用户。如果用户是另一列，请指明：--columns user=列名。',
      'one-item': '所有行都是同一个物品，没有可排序的东西。如果物品是另一列，请指明：--columns item=列名。',
      'too-few-events': '过滤之后剩下的事件太少（{events} 个）。请降低 --min-item-events 或 --min-user-events。',
      'no-test-users': '没有用户的次数多到可以测试。请降低 --min-item-events 或 --min-user-events，或换一种 --split。',
      'needs-time': '这种划分需要时间列。请指明：--columns time=列名，或选择 --split random。',
      'positives-random':
        '随机划分没有先后，不是正样本的行不属于其中任何一部分。请换一种 --split，或用 --where {positives} 代替 --positives。',
      'no-id-column': '这张表没有一列被当作 id。请指明：--{table}-columns id=列名。表里有：{columns}。',
      'needs-readable-time':
        '这种划分需要时间，而“{column}”这一列无法识别：第 {line} 行是“{text}”。请写成 2020-01-31 或 20200131 这样的日期，也可以是数字：自 1970 年起的秒、毫秒、微秒或纳秒数，或电子表格的天数；或选择 --split random。',
      'too-large': '“{column}”这一列的不同取值太多，无法区分。请不要在 --columns 里使用它。',
      undecodable:
        '{all} 行中有 {rows} 行不能按 {encoding} 读取：第 {line} 行是“{text}”。各列的行数：{columns}。请指明另一种编码：--encoding 名称，或把文件另存为 UTF-8。',
      'no-joined-rows':
        '这张表的 id 在日志里一个也没有出现：它的“{column}”列里是“{tableId}”这样的 id，日志里是“{logId}”这样的。如果 id 是另一列，请指明：--{table}-columns id=列名。',
    },
    notice: {
      'encoding-unsure': '编码 {encoding} 是猜测：{rival} 也几乎同样合适。如果名称不对，请加上 --encoding {rival}。',
    },
    problem: {
      'no-sessions':
        '会话靠事件的时间或会话列来区分，而数据里两者都没有。请指明其中一列：--columns time=列名 或 --columns session=列名；若都没有，请移除这个模块。',
      'no-run': '请指明教师的权重：--teacher 文件。',
      'no-column-chosen': '请指明由哪一列的数值判断物品的相关性：--params 节点.column=列名。日志中有：{known}。',
      'column-of-taken':
        '列只知道日志中出现过的用户与物品的组合，其中只有展示过而未被选中的才可能是坏样本。当前数据没有这样的行：请用 --positives 区分正样本。',
    },
    weightsProblem: {
      'newer-version':
        '这个文件由更新的双塔实验室写出，格式版本是 {version}；这里能读到版本 {known}。请更新双塔实验室。',
      'newer-part':
        '这个文件里的“{part}”由更新的双塔实验室写出，格式版本是 {version}；这里能读到版本 {known}。请更新双塔实验室。',
      'other-data':
        '这些权重是在别的数据上训练的：它的字段“{field}”在已载入的数据中没有，或含义不同。请用 --log、--items 和 --users 指明那份数据。',
    },
    failure: {
      diverged: '从第 {step} 步起，损失不再是有限数。可以试试更小的 --lr。',
      'scores-not-finite': '模型给出的分数不是有限数。可以试试更小的 --lr。',
      'file-changed': '文件未能读完。它是否在此期间被修改或删除？',
      'no-gpu': 'GPU 丢失，且无法重新打开。',
    },
  },
} satisfies PartialWords['cli'];
