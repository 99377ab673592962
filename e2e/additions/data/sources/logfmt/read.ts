import { settled } from '../damage';
import { openText } from '../decode';
import type { Read } from '../source';
import { TableBuilder } from '../table-builder';
import type logfmt from './source';

const read: Read<(typeof logfmt)['options']> = async (source, { fileName, file, options, signal, onProgress }) => {
  const { lower = false } = options;
  const opened = await openText(source, { fileName, file, signal });
  let text = '';
  for await (const piece of opened.pieces) {
    text += piece.text;
    onProgress?.(piece.fraction);
  }
  const table = new TableBuilder(fileName, file);
  const columns: string[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const pairs = line
      .trim()
      .split(' ')
      .map((pair) => pair.split('='));
    if (pairs.some(({ length }) => length !== 2)) {
      table.rejects.add('logfmt/no-pair', at + 1, line);
      continue;
    }
    for (const [key = ''] of pairs) {
      if (columns.includes(key)) continue;
      columns.push(key);
      table.addColumn(key);
    }
    const cells = new Map(pairs.map(([key = '', value = '']) => [key, lower ? value.toLowerCase() : value]));
    table.add(
      columns.map((key) => cells.get(key)),
      at + 1,
    );
  }
  return settled(table.finish({ lower }, ' '), opened, file);
};
export default read;
