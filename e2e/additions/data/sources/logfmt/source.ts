import { defineSource, toggle } from '../source';

const LINE = /^\w+=\S+( \w+=\S+)*\r?$/;
const firstLine = (head: Uint8Array): string => new TextDecoder().decode(head).split('\n')[0] ?? '';

/** `user=anna item=x time=17`: pairs of key and value, as programs write them into their logs. */
export default defineSource({
  id: 'logfmt',
  extensions: ['.logfmt'],
  mediaTypes: [],
  sniff: (head) => LINE.test(firstLine(head)),
  columns: (head) =>
    firstLine(head)
      .split(' ')
      .map((pair) => pair.split('=')[0] ?? ''),
  options: { lower: toggle() },
});
