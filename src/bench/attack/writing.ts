/** Places to write to, signals, and disks without room. */
import { chmodSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseWeightsFile } from '../../lab/transfer/weights-file';
import type { Attack, Folder } from './attack';
import { refused } from './commands/refused';
import { itemTable, logOf } from './logs';

const TRAIN = '$LAB train --log log.csv $SMALL --out';
/** Until it is stopped, in steps that take no time. */
const ENDLESS = '$LAB train --log $LOG --epochs 100000 --batch 16 --dim 4 --baselines none';
const LONG_NAME = `${'w'.repeat(245)}.json`;
const OLD = '{"old": true}';
const FREE = 'will have [\\d.]+ kB, and only [\\d.]+ kB are free there';

const withLog = ({ write }: Pick<Folder, 'write'>): void => void write('log.csv', logOf());
const withOld = (folder: Folder): void => {
  withLog(folder);
  folder.write('w.json', OLD);
};
const asRoot = (): string | null => (process.getuid?.() === 0 ? null : 'only root makes devices and mounts');

/** A disk of its own at `disk`, with an old file on it. */
function withDisk(folder: Folder, bytes: number): void {
  withLog(folder);
  mkdirSync(join(folder.path, 'disk'));
  folder.run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', 'disk');
  folder.later(() => folder.run('umount', 'disk'));
  folder.write('disk/w.json', OLD);
}

/** What is wrong with a weights file; null where it can be read. */
const weightsAt =
  (name: string) =>
  (path: string): string | null => {
    try {
      parseWeightsFile(readFileSync(join(path, name), 'utf8'));
      return null;
    } catch (error) {
      return `${name} holds no weights: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
const holds =
  (name: string, text: string) =>
  (path: string): string | null =>
    readFileSync(join(path, name), 'utf8') === text ? null : `${name} is another file`;

const writes = (name: string, out: string, leaves: string, files: Attack['files'] = withLog): Attack => ({
  name,
  files: files!,
  command: `${TRAIN} ${out}`,
  code: 0,
  says: /training/,
  leaves: [leaves],
  after: weightsAt(leaves),
});

const inputs: readonly Attack[] = [
  refused(
    'weights over their log',
    `${TRAIN} log.csv`,
    '--out: "log.csv" is the file of --log, which would be replaced',
    {
      files: withLog,
    },
  ),
  refused(
    'weights over the item table',
    `${TRAIN} items.csv --items items.csv`,
    '--out: "items.csv" is the file of --items',
    {
      files: (folder) => {
        withLog(folder);
        folder.write(
          'items.csv',
          itemTable(['kind'], (i) => [i % 3]),
        );
      },
    },
  ),
  refused('weights over their log by another name', `${TRAIN} hard`, '--out: "hard" is the file of --log', {
    files: (folder) => {
      withLog(folder);
      linkSync(join(folder.path, 'log.csv'), join(folder.path, 'hard'));
    },
  }),
  refused('weights over their log by a link', `${TRAIN} soft`, '--out: "soft" is the file of --log', {
    files: (folder) => {
      withLog(folder);
      symlinkSync('log.csv', join(folder.path, 'soft'));
    },
  }),
  refused(
    'vectors over their weights',
    '$LAB vectors --log $LOG --weights w.json --out w.json',
    '--out: "w.json" is the file of --weights',
    {
      files: (folder) => folder.write('w.json', JSON.stringify(folder.weights())),
    },
  ),
  refused(
    'weights over what is printed',
    `${TRAIN} out.txt --json > out.txt`,
    '--out: "out.txt" is where stdout goes',
    {
      files: (folder) => {
        withLog(folder);
        folder.write('out.txt', '');
      },
    },
  ),
];

const targets: readonly Attack[] = [
  refused('weights to a device', `${TRAIN} node`, '--out: "node" is a device, not a file', {
    files: (folder) => {
      withLog(folder);
      folder.run('mknod', 'node', 'c', '1', '3');
    },
    cannot: asRoot,
  }),
  refused('weights to a pipe', `${TRAIN} pipe`, '--out: "pipe" is a pipe, not a file', {
    files: (folder) => {
      withLog(folder);
      folder.run('mkfifo', 'pipe');
    },
  }),
  refused('weights to a folder', `${TRAIN} .`, '--out: "." is a folder, not a file', { files: withLog }),
  refused(
    'weights into a folder that there is not',
    `${TRAIN} none/w.json`,
    '--out: there is no folder ".*none" to write "w.json" into',
    {
      files: withLog,
    },
  ),
  refused('weights into /proc', `${TRAIN} /proc/w.json`, '--out: "/proc/w.json" cannot be written: E', {
    files: withLog,
  }),
  writes('weights to a link, which stays', 'link', 'far/w.json', (folder) => {
    withLog(folder);
    mkdirSync(join(folder.path, 'far'));
    folder.write('far/w.json', OLD);
    symlinkSync('far/w.json', join(folder.path, 'link'));
  }),
  writes('weights over a file that only its owner reads', 'w.json', 'w.json', (folder) => {
    withOld(folder);
    chmodSync(join(folder.path, 'w.json'), 0o600);
  }),
  writes('weights with a name of 250 characters', LONG_NAME, LONG_NAME),
  refused(
    'weights with a name of 256 characters',
    `${TRAIN} ${'w'.repeat(256)}`,
    '--out: "w+" cannot be written: ENAMETOOLONG',
    {
      files: withLog,
    },
  ),
  refused(
    'weights over a file whose folder may not be written',
    `${TRAIN} shut/w.json`,
    '--out: "shut/w.json" cannot be written: EACCES',
    {
      files: (folder) => {
        withLog(folder);
        mkdirSync(join(folder.path, 'shut'));
        writeFileSync(join(folder.path, 'shut/w.json'), OLD, { mode: 0o666 });
        chmodSync(join(folder.path, 'shut/w.json'), 0o666);
        chmodSync(join(folder.path, 'shut'), 0o555);
      },
      asNobody: true,
    },
  ),
  refused(
    'runs into a file',
    '$LAB train --log log.csv $SMALL --run-dir log.csv',
    '--run-dir: "log.csv" is a file, not a folder',
    {
      files: withLog,
    },
  ),
  {
    name: 'three trainings that write the same file',
    files: withLog,
    command: `for i in 1 2 3; do ${TRAIN} w.json & all="$all $!"; done; for one in $all; do wait $one || exit 9; done`,
    code: 0,
    leaves: ['w.json'],
    after: weightsAt('w.json'),
  },
];

const room: readonly Attack[] = [
  refused('weights to a disk without room', `${TRAIN} disk/w.json`, `--out: "disk/w.json" ${FREE}`, {
    files: (folder) => withDisk(folder, 8192),
    after: holds('disk/w.json', OLD),
    cannot: asRoot,
  }),
  {
    name: 'weights to a disk that has room for their numbers alone',
    files: (folder) => {
      const numbers = Object.values(folder.weights().tensors).reduce((sum, { data }) => sum + data.length, 0);
      withDisk(folder, Math.ceil(numbers / 4096 + 1) * 4096);
    },
    command: `${TRAIN} disk/w.json`,
    code: 1,
    says: /"disk\/w\.json" cannot be written: ENOSPC: no space left on device/,
    after: holds('disk/w.json', OLD),
    cannot: asRoot,
  },
  {
    name: 'a result to a device that is full',
    files: withLog,
    command: '$LAB train --log log.csv $SMALL --json > /dev/full',
    code: 1,
    says: /stdout cannot be written: ENOSPC: no space left on device/,
  },
  {
    name: 'a reader who leaves',
    command: '$LAB presets --json | head -c 10; exit ${PIPESTATUS[0]}',
    code: 0,
    prints: /^.{10}$/,
  },
  { name: 'no stdout', files: withLog, command: '$LAB train --log log.csv $SMALL --json >&-', code: 0 },
  {
    name: 'no stderr',
    files: withLog,
    command: '$LAB train --log log.csv $SMALL --json 2>&-',
    code: 0,
    prints: /"steps":1/,
  },
];

const stopped = (name: NodeJS.Signals, code: number): Attack => ({
  name: `${name} while it trains`,
  command: `${ENDLESS} --out w.json`,
  code,
  signal: { name, at: /training/ },
  says: /stopped at step \d+; weights in w\.json(\n|$)/,
  leaves: ['w.json'],
  after: weightsAt('w.json'),
});

const signals: readonly Attack[] = [
  stopped('SIGINT', 130),
  stopped('SIGTERM', 143),
  stopped('SIGHUP', 129),
  {
    ...stopped('SIGTERM', 143),
    name: 'a signal where weights lie already',
    files: (folder) => folder.write('w.json', OLD),
    says: /weights in w\.json\.partial(\n|$)/,
    leaves: ['w.json.partial'],
    after: weightsAt('w.json.partial'),
  },
  {
    name: 'a signal where nothing is to be written',
    command: ENDLESS,
    code: 130,
    signal: { name: 'SIGINT', at: /training/ },
    says: /stopped at step \d+; no weights were written(\n|$)/,
  },
  {
    name: 'a signal while a file is read',
    files: (folder) => folder.write('long.csv', `${logOf()}${'u1,i1,1600000000\n'.repeat(2e6)}`),
    command: '$LAB train --log long.csv $SMALL --out w.json',
    code: 130,
    signal: { name: 'SIGINT', at: /reading the file/ },
    says: /stopped/,
  },
  {
    name: 'a signal in a pipe without an end',
    command: '$LAB train --log <(yes u1,i1,1) $SMALL --out w.json',
    code: 130,
    signal: { name: 'SIGINT', at: /reading the file, / },
    says: /stopped; nothing was written(\n|$)/,
  },
  {
    name: 'a signal in a device without an end',
    files: ({ run }) => run('mknod', 'node', 'c', '1', '5'),
    command: '$LAB evaluate --log $LOG --weights node',
    code: 130,
    signal: { name: 'SIGINT', at: /reading the file, / },
    says: /stopped; nothing was written(\n|$)/,
    cannot: asRoot,
  },
  {
    name: 'a signal while baselines are counted',
    command: '$LAB train --world bookshop --events 40000 --steps 1 --batch 32 --dim 4 --out w.json',
    code: 130,
    signal: { name: 'SIGINT', at: /baselines: [A-Z]/ },
    says: /weights in w\.json; baselines left out: .*EASE/,
    leaves: ['w.json'],
    after: weightsAt('w.json'),
  },
  {
    name: 'a run that is stopped and goes on',
    command: [
      '$LAB train --log $LOG --epochs 100000 --batch 16 --dim 4 --baselines none --run-dir runs',
      '[ $? = 143 ] || exit 9',
      '$LAB runs --run-dir runs',
    ].join('\n'),
    code: 0,
    signal: { name: 'SIGTERM', at: /epoch 1,/ },
    says: /train --resume \S+ --run-dir runs goes on with it/,
    prints: /stopped|paused/i,
    leaves: ['runs/'],
  },
];

export const writing: readonly Attack[] = [...inputs, ...targets, ...room, ...signals];
