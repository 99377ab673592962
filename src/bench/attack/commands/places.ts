/** Files that are none, or are called oddly. */
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from '../attack';
import { logOf } from '../logs';
import { ALL, trainOn } from '../files/read';
import { refused } from './refused';

const read = (name: string, command: string, files?: Attack['files']): Attack => ({
  name,
  command,
  code: 0,
  told: ALL,
  ...(files ? { files } : {}),
});
const EVALUATE = '$LAB evaluate --log $LOG --min-item-events 1 --min-user-events 1 --baselines none --json --weights';
const sparse =
  (name: string, bytes: number): Attack['files'] =>
  ({ path }) => {
    const file = openSync(join(path, name), 'w');
    ftruncateSync(file, bytes);
    closeSync(file);
  };
const unreadable =
  (name: string): NonNullable<Attack['files']> =>
  (folder) =>
    chmodSync(folder.write(name, '{}'), 0);
/** Node's own `process.getuid` is missing on Windows, where there are no such nodes. */
const withoutNodes = (): string | null => (process.getuid?.() === 0 ? null : 'only root makes nodes of devices');
const called = (name: string): Attack =>
  read(`a log called ${JSON.stringify(name)}`, trainOn(`$'${bytesOf(name)}'`), (folder) => folder.write(name, logOf()));
/** As bash takes any bytes between quotes. */
const bytesOf = (name: string): string =>
  [...Buffer.from(name)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

const pipes: readonly Attack[] = [
  read('a pipe as a log', `cat $LOG > pipe &\n${trainOn('pipe')}`, ({ run }) => run('mkfifo', 'pipe')),
  read('what another program gives, as a log', trainOn('<(cat $LOG)')),
  read('the standard input as a log', `cat $LOG | ${trainOn('/dev/stdin')}`),
  read('a file as standard input', `${trainOn('/dev/stdin')} < $LOG`),
  { name: 'a pipe as weights', command: `${EVALUATE} <(cat $WEIGHTS)`, code: 0, told: { ...ALL, steps: 1 } },
  {
    name: 'a pipe as a graph',
    command: trainOn('$LOG', '--graph <(cat $WEIGHTS)')
      .replace('--dim 4 ', '')
      .replace('$SMALL', '--steps 1 --batch 32 --min-item-events 1 --min-user-events 1 --baselines none'),
    code: 0,
    told: ALL,
  },
  refused('an empty pipe', trainOn('<(true)'), '--log ".*": This file is empty'),
  refused(
    'a pipe as a graph that is no JSON',
    '$LAB train --log $LOG --graph <(echo hello)',
    '--graph: ".*" is not JSON: ',
  ),
  refused('a pipe without an end', trainOn('<(yes u1,i1,1)'), '--log: ".*" holds more than 1.1 GB'),
];

const kinds: readonly Attack[] = [
  refused('no such file', trainOn('none.csv'), '--log: there is no file "none.csv"'),
  refused('a folder', trainOn('.'), '--log: "." is a folder, not a file'),
  refused(
    'a path through a file',
    trainOn('$LOG/log.csv'),
    '--log: (there is no file|".*" cannot be read: not a directory)',
  ),
  refused('links in a circle', trainOn('loop'), '--log: "loop" cannot be read: too many symbolic links', {
    files: ({ path }) => symlinkSync('loop', join(path, 'loop')),
  }),
  refused('a link to nothing', trainOn('link'), '--log: there is no file "link"', {
    files: ({ path }) => symlinkSync('nothing', join(path, 'link')),
  }),
  read('a link to a log', trainOn('link'), (folder) => {
    folder.write('log.csv', logOf());
    symlinkSync('log.csv', join(folder.path, 'link'));
  }),
  refused('a name of 5,000 characters', trainOn('x'.repeat(5000)), '--log: "x+…" cannot be read: name too long'),
  refused('a file of /proc that is no log', trainOn('/proc/version'), '--log "/proc/version": (?!This file is empty)'),
  refused('a longer file of /proc', trainOn('/proc/cpuinfo'), '--log "/proc/cpuinfo": (?!This file is empty)'),
  refused('an empty device', trainOn('/dev/null'), '--log "/dev/null": This file is empty'),
  refused('a device without an end', `${EVALUATE} node`, '--weights: "node" holds more than 1.1 GB', {
    files: ({ run }) => run('mknod', 'node', 'c', '1', '5'),
    cannot: withoutNodes,
  }),
  refused('a socket', `${trainOn('socket')}`, '--log: "socket" cannot be read: no such device or address', {
    files: ({ run }) => run('python3', '-c', 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'),
  }),
  refused(
    'a log that may not be read',
    trainOn('secret.csv'),
    '--log: "secret.csv" cannot be read: permission denied',
    {
      files: unreadable('secret.csv'),
      asNobody: true,
    },
  ),
  refused(
    'a graph that may not be read',
    '$LAB train --log $LOG --graph secret.json',
    '--graph: "secret.json" cannot be read: permission denied',
    {
      files: unreadable('secret.json'),
      asNobody: true,
    },
  ),
  refused(
    'weights that may not be read',
    `${EVALUATE} secret.json`,
    '--weights: "secret.json" cannot be read: permission denied',
    {
      files: unreadable('secret.json'),
      asNobody: true,
    },
  ),
  refused('weights that are a folder', `${EVALUATE} .`, '--weights: "." is a folder, not a file'),
  refused(
    'weights of 600 MB',
    `${EVALUATE} huge.json`,
    '--weights "huge.json": This file has 600 MB, and a text of more than 537 MB',
    {
      files: sparse('huge.json', 6e8),
    },
  ),
  refused('a graph of 600 MB', '$LAB train --log $LOG --graph huge.json', '--graph: "huge.json" holds more than', {
    files: sparse('huge.json', 6e8),
  }),
  refused('a log of 600 MB of nothing', trainOn('huge.csv'), '--log "huge.csv": This is not a text file', {
    files: sparse('huge.csv', 6e8),
  }),
  {
    name: 'the log as item table too',
    command: trainOn('$LOG', '--items $LOG'),
    code: 0,
    told: { users: 20, items: 40, read: 240, kept: 240, rejected: { 'repeated-item': 200 } },
    says: /item is in the item table again with other values.* × 200/,
  },
];

const names: readonly Attack[] = [
  called('two words.csv'),
  called('it\'s "quoted".csv'),
  called('日志 👩‍👩‍👧.csv'),
  called('line\nend.csv'),
  called('$HOME `x` *.csv'),
  {
    name: 'a log whose name holds escape sequences',
    files: (folder) => folder.write('\u001b]0;x\u0007.csv', logOf()),
    command: trainOn("$'\\e]0;x\\a.csv'"),
    code: 0,
    says: /log {6}\\x1b\]0;x\\x07\.csv/,
  },
  {
    name: 'a log whose name is no UTF-8',
    command: `cp $LOG $'log\\xff.csv'; ${trainOn("$'log\\xff.csv'")}; code=$?; rm $'log\\xff.csv'; exit $code`,
    code: 2,
    says: /--log: there is no file "log�\.csv"/,
  },
  {
    name: 'a log whose name begins like a flag',
    files: (folder) => folder.write('--json', logOf()),
    command: '$LAB train --log=--json $SMALL --json',
    code: 0,
    told: ALL,
  },
  {
    name: 'a log that is removed once it has been read',
    files: ({ path }) => {
      mkdirSync(join(path, 'gone'));
    },
    command: `cp $LOG gone/log.csv; (sleep 0.1; rm gone/log.csv) & ${trainOn('gone/log.csv')}; code=$?; wait; exit $(( code == 0 || code == 2 ? 0 : code ))`,
    code: 0,
  },
];

const GRAPH =
  '$LAB train --log $LOG --steps 1 --batch 32 --min-item-events 1 --min-user-events 1 --baselines none --json --graph graph.json';
const graph = (name: string, content: string, line: string): Attack =>
  refused(`a graph: ${name}`, GRAPH, `--graph:? ?"graph.json":? ${line}`, {
    files: (folder) => folder.write('graph.json', content),
  });
const DEEP = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
const nodes = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ id: `n${i}`, block: 'mlp', side: 'user', params: {}, at: [0, 0] }));

const graphs: readonly Attack[] = [
  graph('empty', '', 'is not JSON: '),
  graph('a number', '7', ''),
  graph('null', 'null', ''),
  graph('a list', '[]', ''),
  graph('nothing in it', '{}', ''),
  graph('501 nodes', JSON.stringify({ nodes: nodes(501) }), 'the whole: This graph has 501 nodes. At most 500'),
  graph(
    'lists in lists, 100,000 deep',
    `{"nodes":[{"id":"a","params":${DEEP}}]}`,
    'a: Lists are nested more than 64 deep',
  ),
  graph(
    'written by a newer version',
    JSON.stringify({ format: 'tower-lab/graph', version: 99, nodes: [] }),
    '.*written by a newer Tower Lab, with version 99',
  ),
];

export const places: readonly Attack[] = [...pipes, ...kinds, ...names, ...graphs];
