import { expect, it } from 'vitest';
import { LabError } from '../failure';
import { readScores } from './scores-file';

const data = { users: ['ann', 'bob', '7'], items: ['x', 'y', 'z'] };
const never = new AbortController().signal;
const read = (text: string) => readScores(text, 's.csv', data, never);
const scoresOf = async (text: string) =>
  [...(await read(text)).scores].map(([user, own]) => [
    data.users[user],
    ...[...own].map(([item, score]) => [data.items[item], score]),
  ]);

it('reads a user, an item and a score in each line, by their names, or in this order', async () => {
  const expected = [
    ['ann', ['x', 0.5], ['y', -2]],
    ['bob', ['z', 1000]],
  ];
  expect(await scoresOf('user,item,score\nann,x,0.5\nann,y,-2\nbob,z,1e3\n')).toEqual(expected);
  expect(await scoresOf('ann,x,0.5\nann,y,-2\nbob,z,1e3\n')).toEqual(expected);
  expect(await scoresOf('Score\tplace\tItem\tUser\n.5\t1\tx\tann\n-2\t2\ty\tann\n1000\t1\tz\tbob\n')).toEqual(expected);
  // Of other names the first three count.
  expect(await scoresOf('u,i,p\nann,x,0.5\nann,y,-2\nbob,z,1e3\n')).toEqual(expected);
});

it('reads ids and numbers as those of a log are', async () => {
  expect(await scoresOf('user;item;score\nann;x;0,5\n7.0;y;-1.234,25\nbob;z;0x10\n')).toEqual([
    ['ann', ['x', 0.5]],
    ['7', ['y', -1234.25]],
  ]);
});

it('counts lines that it cannot use, each once, and says where the first of them are', async () => {
  const { lines, scores } = await read(
    [
      'user,item,score',
      'ann,x,0.5',
      'ann,x,0.9', // again: the first counts
      'ann,y,high',
      'ann,z,',
      'eve,x,1',
      'eve,x,2',
      'bob,w,1',
      'bob,z',
      'bob,y,NaN',
      '7,y,Infinity',
      'bob,x,3',
      'bob,x,y,1',
      'bob,q,none',
    ].join('\n'),
  );
  expect(lines).toEqual({
    read: 13,
    used: 2,
    unknownUsers: 2,
    unknownItems: 1,
    repeated: 1,
    bad: { count: 7, lines: [4, 5, 9, 10, 11] },
  });
  expect(lines.used + lines.unknownUsers + lines.unknownItems + lines.repeated + lines.bad.count).toBe(lines.read);
  expect(scores.get(0)!.get(0)).toBe(0.5);
});

it.each([
  ['nothing', '', 'scores-unreadable'],
  ['two columns', 'user,item\nann,x\n', 'scores-unreadable'],
  ['no text', '\0\0\0\0\u0001\0\0\0', 'scores-unreadable'],
  ['other ids', 'user,item,score\neve,x,1\nann,w,1\n', 'scores-of-none'],
  ['no numbers', 'user,item,score\nann,x,a\nann,y,b\n', 'scores-no-numbers'],
  ['numbers that are none', 'user,item,score\nann,x,\nann,y,Infinity\n', 'scores-no-numbers'],
])('refuses %s by the name of the file', async (_, text, code) => {
  const error = await read(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  expect(error).toMatchObject({ code, values: { file: 's.csv' } });
});

it('is given up where it is taken back', async () => {
  const control = new AbortController();
  control.abort(new DOMException('enough', 'AbortError'));
  await expect(readScores('ann,x,1\n', 's.csv', data, control.signal)).rejects.toThrow('enough');
});
