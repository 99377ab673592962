import type { SourceWords } from '../source';
import type jsonl from './source';

export default {
  title: 'JSON Lines',
  options: { encoding: { label: 'Encoding' } },
  reject: {
    'not-object': 'not a JSON object',
    nested: 'a value holds other values',
  },
  problem: {
    nested:
      'Line {line} holds other values at “{path}”. Each line must be one flat object of texts, numbers and true or false.',
    'too-many-keys':
      'This file has more than {keys} different keys: line {line} adds “{path}”. Keys name columns; values belong behind them.',
    'endless-line': 'Line {line} is longer than {characters} characters. Each line must be one object.',
  },
} satisfies SourceWords<(typeof jsonl)['options']>;
