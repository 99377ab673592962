import type { SourceWords } from '../source';
import type jsonl from './source';

export default {
  title: 'JSON Lines',
  options: { encoding: { label: '编码' } },
  reject: {
    'not-object': '不是 JSON 对象',
    nested: '值里还有别的值',
  },
  problem: {
    nested: '第 {line} 行的“{path}”处嵌套了别的值。每行必须是一个不嵌套的对象，值只能是文本、数字、true 或 false。',
    'too-many-keys': '这个文件的键超过 {keys} 个：第 {line} 行又出现了“{path}”。键是列名，取值应写在键后面。',
    'endless-line': '第 {line} 行超过 {characters} 个字符。每行必须是一个对象。',
  },
} satisfies SourceWords<(typeof jsonl)['options']>;
