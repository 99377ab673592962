/** That the attacks are all there, and that one can fail. Running them is left to `npm run bench -- attack`. */
import { describe, expect, it } from 'vitest';
import { readOptions } from '../options';
import type { Attack, Outcome } from './attack';
import { attacks } from './attacks';
import { reportText, type Tried } from './report';
import { linesOf } from './screen';
import { changesBetween, type Snapshot } from './snapshot';
import { wrongsOf } from './verdict';

const LEAST = { files: 93, commands: 85, writing: 15, weights: 55 } as const;

describe('the attacks', () => {
  it.each(Object.entries(LEAST))('on %s are at least %i', (area, least) => {
    expect(attacks.filter((one) => one.area === area).length).toBeGreaterThanOrEqual(least);
  });

  it('have names of their own, by which one can be asked for', () => {
    const names = attacks.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('each ask for something that is told', () => {
    const mute = attacks.filter(
      ({ says, prints, told, leaves, after, command }) =>
        !says && !prints && !told && !leaves && !after && !command.includes('>&-'),
    );
    expect(mute.map(({ name }) => name)).toEqual(['a log that is removed once it has been read']);
  });
});

describe('a verdict', () => {
  const attack: Attack = {
    name: 'a log',
    command: '$LAB train',
    code: 0,
    says: /240 read/,
    hides: /left out/,
    told: { users: 20, rejected: { 'bad-time': 1 } },
    leaves: ['w.json', 'runs/'],
  };
  const report = {
    users: 20,
    read: null,
    rows: { log: { read: 1, kept: 0, rejected: [{ reason: 'bad-time', count: 1 }] }, items: null },
  };
  const right: Outcome = {
    code: 0,
    stderr: 'rows 240 read',
    stdout: JSON.stringify(report),
    changes: [
      { name: 'w.json', what: 'changed' },
      { name: 'runs/a', what: 'new' },
    ],
    wrongAfter: null,
    cpu: 1,
    silence: { seconds: 0, after: '' },
    endless: false,
  };

  it('is right where all is as it must be', () => {
    expect(wrongsOf(attack, right)).toEqual([]);
  });

  it.each<[string, Partial<Outcome>, string[]]>([
    ['another code', { code: 1 }, ['exit code 1, not 0']],
    ['other words', { stderr: 'rows' }, ['stderr does not say /240 read/']],
    ['words too many', { stderr: '240 read, 3 left out' }, ['stderr says /left out/']],
    ['other figures', { stdout: JSON.stringify({ ...report, users: 5 }) }, ['users is 5, not 20']],
    ['no report', { stdout: '' }, ['stdout is no report: Unexpected end of JSON input']],
    ['a stack trace', { stderr: '240 read\n    at main (file.js:1:2)' }, ['stderr holds a stack trace']],
    ['an escape', { stderr: '240 read\u001b]0;x' }, ['stderr holds what a terminal obeys']],
    ['an abort', { stderr: '240 read\nFATAL ERROR: v8' }, ['the program was aborted']],
    ['no end', { endless: true }, ['did not come to its end']],
    ['a wrong file', { wrongAfter: 'w.json is another file' }, ['w.json is another file']],
    ['nothing written', { changes: [] }, ['"w.json" was not written', '"runs/" was not written']],
    [
      'an input changed',
      { changes: [...right.changes, { name: 'log.csv', what: 'changed' }] },
      ['"log.csv" is not what it was'],
    ],
    ['a draft left', { changes: [...right.changes, { name: '.lab-1', what: 'new' }] }, ['".lab-1" is left behind']],
    [
      'another mode',
      { changes: [{ name: 'w.json', what: 'mode' }, right.changes[1]!] },
      ['"w.json" is of another mode or kind', '"w.json" was not written'],
    ],
  ])('is wrong with %s', (_, change, wrongs) => {
    expect(wrongsOf(attack, { ...right, ...change })).toEqual(wrongs);
  });

  it('is wrong where a refusal prints', () => {
    expect(wrongsOf({ name: '', command: '', code: 2 }, { ...right, changes: [], code: 2 })).toEqual([
      'a refusal prints on stdout',
    ]);
  });
});

it('what changed in a folder is told by bytes and by mode', () => {
  const before: Snapshot = new Map([
    ['same', { mode: 1, content: 'a' }],
    ['other', { mode: 1, content: 'a' }],
    ['mode', { mode: 1, content: 'a' }],
    ['gone', { mode: 1, content: 'a' }],
  ]);
  const after: Snapshot = new Map([
    ['same', { mode: 1, content: 'a' }],
    ['other', { mode: 1, content: 'b' }],
    ['mode', { mode: 2, content: 'a' }],
    ['new', { mode: 1, content: 'a' }],
  ]);
  expect(changesBetween(before, after)).toEqual([
    { name: 'other', what: 'changed' },
    { name: 'mode', what: 'mode' },
    { name: 'new', what: 'new' },
    { name: 'gone', what: 'gone' },
  ]);
});

it('a terminal shows every line, also those that were written over, and nothing of the driver', () => {
  const sent =
    'Warning: maxX artificially reduced from 2 to 1.\r\n\r\u001b[2Kreading, 0%\r\u001b[2Kreading, 0%\r\u001b[2Klog  a.csv\r\n';
  expect(linesOf(sent)).toEqual(['reading, 0%', 'log  a.csv']);
});

it('a report counts by area and shows what went wrong and what was silent', () => {
  const tried = (change: Partial<Tried>): Tried => ({
    area: 'files',
    name: 'a',
    command: '$LAB a',
    code: 0,
    wrongs: [],
    lastLines: [],
    silence: { seconds: 0.9, after: '' },
    again: null,
    cpu: 1,
    ...change,
  });
  const text = reportText({
    tried: [
      tried({}),
      tried({ name: 'b', code: 1, wrongs: ['exit code 1, not 0'], lastLines: ['oh'] }),
      tried({ area: 'weights', silence: { seconds: 2, after: 'reading' }, again: { seconds: 1.2, after: '' } }),
      tried({ area: 'weights', silence: { seconds: 3, after: '' }, again: { seconds: 0.2, after: '' } }),
    ],
    skipped: [{ area: 'writing', name: 'c', reason: 'no root' }],
    adapter: 'llvmpipe',
  });
  expect(text.split('\n')).toEqual([
    'llvmpipe',
    '',
    '| area | tried | right | wrong |',
    '| --- | --- | --- | --- |',
    '| files | 2 | 1 | 1 |',
    '| writing | 0 | 0 | 0 |',
    '| weights | 2 | 2 | 0 |',
    '| all | 4 | 3 | 1 |',
    '',
    'WRONG files, b: exit code 1, not 0',
    '  $LAB a',
    '  exit code 1',
    '  > oh',
    '',
    'silent for 2.0 s of work: weights, a, after “reading”, and for 1.2 s with its kernels in the cache',
    'silent for 3.0 s of work: weights, a, from the start, but for 0.2 s with its kernels in the cache',
    '',
    'not tried: writing, c: no root',
  ]);
});

it('the flags name areas and single attacks', () => {
  expect(readOptions(['attack', '--only', 'files,weights', '--case', 'a, b', '--case', 'c'])).toEqual({
    command: 'attack',
    json: false,
    areas: ['files', 'weights'],
    names: ['a, b', 'c'],
  });
  expect(() => readOptions(['attack', '--only', 'stock'])).toThrow('--only: got "stock", takes files, commands');
  expect(() => readOptions(['attack', '--browser'])).toThrow('does not take --browser');
  expect(() => readOptions(['attack', '--steps', '3'])).toThrow('attack does not take --steps');
  expect(() => readOptions(['judge', '--case', 'a'])).toThrow('judge does not take --case');
});
