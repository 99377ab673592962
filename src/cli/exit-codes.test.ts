/** Exit codes of the real program, case by case: 0 where it did what was asked, 2 for a mistake. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  openSync,
  closeSync,
  existsSync,
  ftruncateSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WeightsFile } from '../lab/transfer/weights-file';
import { encodeFloats } from '../lab/transfer/base64';

const program = join(import.meta.dirname, 'setup/lab.mjs');
/** No test here is about the device: nothing is compiled for one. */
const DATA = '--min-item-events 1 --min-user-events 1 --device cpu';
const SMALL = `--steps 1 --batch 32 --dim 4 ${DATA} --baselines none`.split(' ');

let folder = '';
let log = '';
let weights = '';
/** As a shell starts it, with `$LAB` for the program and `$DIR` for the folder of the test. */
const shell = (command: string, as: { uid?: number; gid?: number } = {}) => {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    encoding: 'utf8',
    ...as,
    env: { ...process.env, LAB: `${process.execPath} ${program}`, DIR: folder, SMALL: SMALL.join(' '), LOG: log },
  });
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: max'));
  return { status, stdout, last: said.at(-1) ?? '', said };
};
/** Of what should be one object and nothing else; what else there is, is said. */
const objectIn = (stdout: string): unknown => {
  const end = stdout.indexOf('\n');
  expect(stdout.slice(end + 1), 'after the object').toBe('');
  return JSON.parse(stdout);
};
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const TIME = 1_600_000_000;
/** 20 users with 12 of 40 items each. @param item called with its number, and that of the row */
const rowsOf = (item: (n: number, row: number) => string): string =>
  Array.from({ length: 240 }, (_, i) => {
    const n = (i * 7 + Math.floor(i / 20)) % 40;
    return `u${i % 20},${item(n, i)},${TIME + i * 3600}\n`;
  }).join('');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-exit-'));
  log = write('log.csv', `user,item,time\n${rowsOf((n) => `i${n}`)}`);
  weights = join(folder, 'weights.json');
  expect(shell(`$LAB train --log $LOG --out ${weights} $SMALL`)).toMatchObject({ status: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('0: what can be read is read', () => {
  it.each([
    ['a pipe', 'mkfifo $DIR/fifo; cat $LOG > $DIR/fifo & $LAB train --log $DIR/fifo $SMALL --json'],
    ['what another program gives', '$LAB train --log <(cat $LOG) $SMALL --json'],
    ['the standard input', 'cat $LOG | $LAB train --log /dev/stdin $SMALL --json'],
    ['a file as standard input', '$LAB train --log /dev/stdin $SMALL --json < $LOG'],
  ])('%s as a log', (_, command) => {
    const { status, stdout, last } = shell(command);
    expect({ status, last }).toMatchObject({ status: 0 });
    expect(objectIn(stdout)).toMatchObject({ users: 20, items: 40, rows: { log: { read: 240, kept: 240 } } });
  });

  it('weights and a graph that another program gives', () => {
    const evaluated = shell(`$LAB evaluate --baselines none --log $LOG ${DATA} --weights <(cat ${weights}) --json`);
    expect(evaluated.last).not.toMatch(/--weights/);
    expect(objectIn(evaluated.stdout)).toMatchObject({ steps: 1 });
    const trained = shell(
      `$LAB train --log $LOG --graph <(cat ${weights}) --steps 1 --batch 32 --baselines none ${DATA} --json`,
    );
    expect(objectIn(trained.stdout)).toMatchObject({ preset: null, steps: 1 });
  });

  it('weights of a ranker whose scores another one learns from, as log-odds', () => {
    const clicks = rowsOf((n) => `i${n}`)
      .trimEnd()
      .split('\n')
      // Two items of three are taken three times of four, the third ones once: what a ranker can learn.
      .map((row, i) => `${row},${Number(Number(row.split(',')[1]!.slice(1)) % 3 > 0 !== (i % 4 === 0))}\n`);
    const log = write('clicks.csv', `user,item,time,is_click\n${clicks.join('')}`);
    const teacher = join(folder, 'teacher.json');
    const train = `$LAB train --log ${log} --positives is_click=1 --preset pre-ranker $SMALL`;
    const longer = train.replace('$SMALL', `--lr 0.01 ${SMALL.join(' ').replace('--steps 1', '--steps 60')}`);
    expect(shell(`${longer} --out ${teacher}`)).toMatchObject({ status: 0 });
    const { status, said, stdout } = shell(`${train} --teacher ${teacher} --json`);
    expect(said.join('\n')).toMatch(/^teacher: log-odds = \d\.\d+ x score [+-] \d\.\d+, by Platt scaling/m);
    const [slope, intercept] = [expect.any(Number) as number, expect.any(Number) as number];
    const report = { preset: 'pre-ranker', steps: 1, teacherScaling: { slope, intercept } };
    expect([status, objectIn(stdout)]).toMatchObject([0, report]);
  });

  it('weights of other ids, of which it is said how many the log knows', () => {
    const other = write('other.csv', `user,item,time\n${rowsOf((n) => `${n % 2 ? 'i' : 'j'}${n}`)}`);
    const of = `${DATA} --json`;
    for (const [flag, command] of [
      ['--weights', `evaluate --weights ${weights} --baselines none ${of}`],
      ['--stages', `funnel --stages ${weights}=5 ${of}`],
      ['--teacher', `train --preset mobius --teacher ${weights} $SMALL`],
    ] as const) {
      const { status, said } = shell(`$LAB ${command} --log ${other}`);
      const line = said.find((one) => one.startsWith(`${flag} "${weights}": These weights were trained on other data`));
      expect(line, said.join('\n')).toContain('The loaded data has 20 of the 40 values of “item id” in the file.');
      expect(status).toBe(0);
      expect(shell(`$LAB ${command} --log $LOG`).said.join('\n')).not.toContain('other data');
    }
  });
});

/** The weights, with something about them changed. */
const changed = (name: string, change: (file: WeightsFile) => void): string => {
  const file = JSON.parse(readFileSync(weights, 'utf8')) as WeightsFile;
  change(file);
  return write(name, JSON.stringify(file));
};
const nodes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `n${i}`, block: 'mlp', side: 'user', params: {}, at: [0, 0] }));
const DEEP = 100_000;
/** JSON.stringify would not come to its end. */
const deepIn = (name: string, from: string): string =>
  write(name, readFileSync(from, 'utf8').replace('"deep"', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`));
const graphOf = (file: WeightsFile) => file.graph as unknown as { nodes: { params: Record<string, unknown> }[] };

describe('2: a mistake in a file is one line that names its flag and its path', () => {
  const train = (path: string) => `$LAB train --log ${path} $SMALL --out $DIR/never.json`;
  const evaluate = (path: string) => `$LAB evaluate --log $LOG ${DATA} --weights ${path}`;
  const ranker = (command: string): string => {
    const file = join(folder, 'ranker.json');
    if (!existsSync(file))
      expect(shell(`$LAB train --log $LOG --preset din $SMALL --out ${file}`)).toMatchObject({ status: 0 });
    return evaluate(file).replace('evaluate', command);
  };
  const cases: [string, () => string, RegExp][] = [
    [
      'links in a circle',
      () => {
        symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
        return train('$DIR/loop');
      },
      /^--log: ".*loop" cannot be read: too many symbolic links encountered$/,
    ],
    [
      'a name of 5,000 characters',
      () => train(`$DIR/${'x'.repeat(5000)}`),
      /^--log: ".*x…" cannot be read: name too long$/,
    ],
    [
      'a path through a file',
      () => train('$LOG/log.csv'),
      /^--log: (there is no file|".*log\.csv" cannot be read: not a directory)/,
    ],
    [
      'a file of /proc, which is no log',
      () => train('/proc/version'),
      /^--log "\/proc\/version": (?!This file is empty)/,
    ],
    ['an empty device', () => train('/dev/null'), /^--log "\/dev\/null": This file is empty\.$/],
    [
      'a pipe as a graph that is no JSON',
      () => `$LAB train --log $LOG --graph <(echo hello)`,
      /^--graph: "\/dev\/fd\/\d+" is not JSON: /,
    ],
    ['a folder as weights', () => evaluate('$DIR'), /^--weights: ".*" is a folder, not a file$/],
    [
      'weights of 600 MB',
      () => {
        const file = openSync(join(folder, 'huge.json'), 'w');
        ftruncateSync(file, 6e8);
        closeSync(file);
        return evaluate('$DIR/huge.json');
      },
      /^--weights ".*huge\.json": This file has 600 MB, and a text of more than 537 MB cannot be read here\./,
    ],
    ['weights without an end', () => evaluate('/dev/zero'), /^--weights: "\/dev\/zero" holds more than 1\.1 GB/],
    [
      'a parameter of 100,000 lists in each other',
      () =>
        evaluate(
          deepIn(
            'deep.json',
            changed('deep-from.json', (file) => {
              graphOf(file).nodes[0]!.params['widths'] = 'deep';
            }),
          ),
        ),
      /^--weights ".*deep\.json": The graph in the file has problems: .*: Lists are nested more than 64 deep here\.$/,
    ],
    [
      'a graph as deep',
      () =>
        `$LAB train --log $LOG --graph ${deepIn('deep-graph.json', write('from.json', JSON.stringify({ nodes: [{ id: 'a', params: 'deep' }] })))}`,
      /^--graph ".*deep-graph\.json": a: Lists are nested more than 64 deep here\.$/,
    ],
    [
      'settings as deep',
      () =>
        evaluate(
          deepIn(
            'deep-settings.json',
            changed('settings-from.json', (file) => {
              Object.assign(file.settings, { clipNorm: 'deep' });
            }),
          ),
        ),
      /^--weights ".*deep-settings\.json": /,
    ],
    [
      'a graph of 501 nodes',
      () => `$LAB train --log $LOG --graph ${write('nodes.json', JSON.stringify({ nodes: nodes(501) }))}`,
      /^--graph ".*nodes\.json": the whole: This graph has 501 nodes\. At most 500 can be judged and drawn\.$/,
    ],
    [
      'weights of 100,000 nodes',
      () =>
        evaluate(
          changed('many.json', (file) => {
            Object.assign(file.graph, { nodes: nodes(100_000) });
          }),
        ),
      /^--weights ".*many\.json": The graph in the file has problems: .* This graph has 100,000 nodes\./,
    ],
    [
      'weights of 3e38',
      () =>
        evaluate(
          changed('loud.json', (file) => {
            for (const tensor of Object.values(file.tensors))
              tensor.data = encodeFloats(new Float32Array(tensor.shape.reduce((a, b) => a * b, 1)).fill(3e38));
          }),
        ),
      /^--weights ".*loud\.json": its numbers give scores that are not finite$/,
    ],
    [
      'vectors of weights of 3e38',
      () => `${evaluate('$DIR/loud.json').replace('evaluate', 'vectors')} --out $DIR/never.json`,
      /^--weights ".*loud\.json": its numbers give scores that are not finite$/,
    ],
    [
      'a list from weights of 3e38',
      () => `${evaluate('$DIR/loud.json').replace('evaluate', 'retrieve')} --user u1`,
      /^--weights ".*loud\.json": its numbers give scores that are not finite$/,
    ],
    [
      'a value twice in a vocabulary',
      () =>
        evaluate(
          changed('twice.json', (file) => {
            const ids = Object.values(file.schema.vocabularies).find((values) => values.includes('i1'))!;
            ids[1] = ids[0]!;
          }),
        ),
      /^--weights ".*twice\.json": The vocabulary of “item id” holds the value “i0” twice\.$/,
    ],
    [
      'parts of a ranker’s score',
      () => ranker('explain --user u1 --item i1'),
      /^--weights ".*ranker\.json": A ranker scores a pair as a whole/,
    ],
    [
      'vectors of a ranker',
      () => `${ranker('vectors')} --out $DIR/never.json`,
      /^--weights ".*ranker\.json": A ranker scores pairs of user and item: there are no vectors/,
    ],
    ...['retrieve --user u1', 'evaluate'].map((command): (typeof cases)[number] => [
      `interests of a ranker, by ${command}`,
      () => `${ranker(command)} --per-interest`,
      /^--per-interest with --weights ".*ranker\.json": A ranker scores pairs of user and item/,
    ]),
    [
      'a log of which most rows cannot be used',
      () => train(write('junk.csv', `user,item,time\n${rowsOf((n) => `i${n}`)}${'junk\n'.repeat(241)}`)),
      /^--log ".*junk\.csv": 241 of 481 rows cannot be used, more than the 50% that --max-bad allows: too few cells × 241/,
    ],
  ];
  it.each(cases)('%s', (_, command, line) => {
    const { status, stdout, last } = shell(command());
    expect(last).toMatch(line);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  // Root reads everything, whatever its mode is: as root the program runs as a user who has no rights.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const canRun = spawnSync(process.execPath, ['--check', program], asNobody).status === 0;
  it.skipIf(!canRun).each([
    ['--log', 'train'],
    ['--graph', 'train --log $LOG'],
    ['--weights', 'evaluate --log $LOG'],
  ])('%s that may not be read', (flag, command) => {
    chmodSync(folder, 0o755);
    chmodSync(write('secret', '{}'), 0o000);
    const { status, last } = shell(`$LAB ${command} ${flag} $DIR/secret; exit $?`, asNobody);
    chmodSync(join(folder, 'secret'), 0o600);
    expect(last).toMatch(new RegExp(`^${flag}: ".*secret" cannot be read: permission denied$`));
    expect(status).toBe(2);
  });
});
