import { choice, defineSource, textEncoding, toggle } from '../source';

/** In the order in which a tie is decided. */
export const DELIMITERS = ['::', '\t', ',', ';', '|', '^'] as const;
/** Where no other cuts anything. */
export const SPACE = ' ';

export default defineSource({
  id: 'csv',
  extensions: ['.csv', '.tsv', '.txt', '.dat'],
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'text/plain'],
  columns(head) {
    const [line = ''] = new TextDecoder().decode(head).split(/\r?\n/);
    const cells = DELIMITERS.map((delimiter) => line.split(delimiter)).reduce((best, one) =>
      one.length > best.length ? one : best,
    );
    if (cells.length === 1) return line.split(SPACE);
    return cells.map((cell) => cell.replaceAll('"', ''));
  },
  options: {
    delimiter: choice(',', '\t', ';', '|', '::', '^', SPACE),
    header: toggle(),
    encoding: textEncoding,
  },
});
