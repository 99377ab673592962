import type { SourceWords } from '../source';
import type csv from './source';

export default {
  title: 'CSV 或 TSV',
  options: {
    delimiter: {
      label: '分隔符',
      values: {
        ',': '逗号',
        '\t': '制表符',
        ';': '分号',
        '|': '竖线 |',
        '::': '双冒号 ::',
        '^': '脱字符 ^',
        ' ': '空格',
      },
    },
    header: { label: '第一行', values: { true: '是列名', false: '是数据' } },
    encoding: { label: '编码' },
  },
  problem: {
    'endless-line': '第 {line} 行超过 {characters} 个字符。每行应是一条记录：这是不是另一种格式的文件，例如 JSON？',
    'one-line': '整个文件只有一行，共 {characters} 个字符。每行应是一条记录：这是不是另一种格式的文件，例如 JSON？',
  },
} satisfies SourceWords<(typeof csv)['options']>;
