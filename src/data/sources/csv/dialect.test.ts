import { describe, expect, it } from 'vitest';
import { detectDialect } from './dialect';

const detect = (text: string, wish: { delimiter?: string; header?: boolean } = {}) => {
  const dialect = detectDialect(text, true, wish);
  return dialect && [dialect.delimiter, dialect.header ? 'header' : 'no header', ...dialect.names].join(' ');
};

describe('the delimiter', () => {
  it.each([
    ['user,item,time\n1,2,3\n4,5,6\n', ', header user item time'],
    ['user\titem\ttime\n1\t2,5\t3\n4\t5,5\t6\n', '\t header user item time'],
    ['user;score\n1;2,5\n4;5,5\n', '; header user score'],
    ['user|item\n1|2\n4|5\n', '| header user item'],
    ['1::10::4::838985046\n1::20::5::838983525\n', ':: no header c0 c1 c2 c3'],
    ['1::Toy Story, The (1995)::Animation|Comedy\n2::Heat (1995)::Crime\n', ':: no header c0 c1 c2'],
    ['item,genres\n1,a|b\n2,b|c\n3,a|c\n', ', header item genres'],
    ['user^item^time\n1^2^3\n4^5^6\n', '^ header user item time'],
    ['user item time\n1 2 3\n4 5 6\n', '  header user item time'],
    ['title\nThe Fox\nThe Dog\nA Lone Wolf\nHeat\nOld Men\n', ', header title'],
  ])('is found in %j', (text, expected) => {
    expect(detect(text)).toBe(expected);
  });

  it('is not led astray by bad rows', () => {
    expect(detect('user;item;x\n1;2;3\nbroken, really, quite, broken\n4;5;6\n7;8;9\n')).toBe('; header user item x');
  });

  it('is the one the person names', () => {
    expect(detect('a;b,c\n1;2,3\n', { delimiter: ';' })).toBe('; header a b,c');
  });
});

describe('the header', () => {
  it('is seen where numbers or times stand only below it', () => {
    expect(detect('user,when\nann,2020-01-31\nbob,2020-02-01\n')).toBe(', header user when');
    expect(detect('ann,2020-01-31\nbob,2020-02-01\n')).toBe(', no header c0 c1');
  });

  it('is seen in a file of texts by names that do not come again', () => {
    expect(detect('user,item\nann,apple\nbob,apple\n')).toBe(', header user item');
    expect(detect('ann,apple\nann,pear\nbob,apple\n')).toBe(', no header c0 c1');
    expect(detect('u1,i7\nu2,i8\nu3,i9\n')).toBe(', no header c0 c1');
  });

  it('is what the person says', () => {
    expect(detect('1,2\n3,4\n', { header: true })).toBe(', header 1 2');
    expect(detect('user,item\nann,apple\n', { header: false })).toBe(', no header c0 c1');
  });

  it('gets names for its empty and repeated cells', () => {
    expect(detect('user,,user\n1,2,3\n4,5,6\n')).toBe(', header user c1 user (2)');
  });

  it('is not shifted by a delimiter behind every row, and is by names of rows', () => {
    expect(detect('user,item\n1,2,\n4,5,\n')).toBe(', header user item');
    expect(detect('user,item\n1,2,3\n4,5,\n')).toBe(', header c0 user item');
  });

  it('names 150,000 cells that are called alike one after the other', () => {
    const header = Array.from({ length: 150_000 }, () => 'x').join();
    const { names } = detectDialect(`${header}\n1,2\n`, true, { delimiter: ',', header: true })!;
    expect([names[1], names.at(-1), new Set(names).size]).toEqual(['x (2)', 'x (150000)', 150_000]);
    expect(detect('x,x (2),x,x\n1,2,3,4\n')).toBe(', header x x (2) x (3) x (4)');
  });

  it('is found before any line end of a file', () => {
    expect(detect('user,item\rann,1\nbob,2\r\n')).toBe(', header user item');
  });

  it('of R, one cell short, names the columns it means', () => {
    expect(detect('"user","item"\n"1",17,4\n"2",18,5\n')).toBe(', header c0 user item');
  });
});
