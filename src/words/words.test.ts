import { describe, expect, it } from 'vitest';
import { speak } from './words';

describe('speech', () => {
  it('fills placeholders, writes numbers in the manner of the language, and leaves a missing value visible', () => {
    const { fill } = speak('en');
    expect(fill('{a} of {b}, {c}', { a: 12345.5, b: 'x' })).toBe('12,345.5 of x, {c}');
  });

  it('sets Latin letters apart from Chinese characters, and Chinese characters not from each other', () => {
    const { fill } = speak('zh');
    expect(fill('把 {a} 的输出连到 {b} 上', { a: '特征域（item-id）', b: 'SE 门控' })).toBe(
      '把特征域（item-id）的输出连到 SE 门控上',
    );
    expect(fill('第 {n} 步的 {x}', { n: 5 })).toBe('第 5 步的 {x}');
    expect(fill('− {a}', { a: '匹配' })).toBe('− 匹配');
    expect(speak('en').fill('of {a} and', { a: '双塔' })).toBe('of 双塔 and');
  });

  it('counts in both languages', () => {
    expect(speak('en').count(speak('en').words.retrieval.events, 1)).toBe('1 event');
    expect(speak('en').count(speak('en').words.retrieval.events, 4012)).toBe('4,012 events');
    expect(speak('zh').count(speak('zh').words.retrieval.events, 1)).toBe('1 个事件');
  });

  it('shortens large numbers by ten thousands in Chinese and by thousands in English', () => {
    expect(speak('en').compact(12_000)).toBe('12K');
    expect(speak('zh').compact(12_000)).toBe('1.2万');
  });

  it('says sizes and times in units a person reads', () => {
    const { bytes, duration } = speak('en');
    expect([0, 1, 999, 1000].map(bytes)).toEqual(['0 B', '1 B', '999 B', '1 kB']);
    expect(bytes(77_056)).toBe('77 kB');
    expect(bytes(25.6e9)).toBe('26 GB');
    expect(duration(9.4)).toBe('9 sec');
    expect(duration(600)).toBe('10 min');
    expect(speak('zh').duration(600)).toBe('10 分钟');
    expect(speak('zh').bytes(77_056)).toBe('77 kB');
  });
});
