import { defineSource, textEncoding } from '../source';
import { parseFlat } from './flat';

/** The first line that is not blank. A long one is cut by the end of the head. */
const firstLine = (head: Uint8Array): string =>
  new TextDecoder()
    .decode(head)
    .split('\n')
    .find((line) => line.trim() !== '') ?? '';

export default defineSource({
  id: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  mediaTypes: ['application/jsonl', 'application/x-ndjson'],
  sniff: (head) => /^\s*\{\s*("(?:[^"\\]|\\.)*"\s*:|\}\s*$)/.test(firstLine(head)),
  columns(head) {
    const row = parseFlat(firstLine(head));
    return row.kind === 'row' ? [...row.cells.keys()] : [];
  },
  options: { encoding: textEncoding },
});
