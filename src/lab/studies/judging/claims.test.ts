import { describe, expect, it } from 'vitest';
import { anyBeats, beats, costsNothing, decide, standsAbove } from './claims';
import type { StudyRun } from './runs';

const run = (arm: string, seed: number, measures: Record<string, number>): StudyRun => ({
  study: 's',
  arm,
  seed,
  mark: 'm',
  parameters: 1,
  finalWidth: 1,
  steps: 1,
  seconds: 1,
  adapter: 'none',
  measures,
  ndcg: { users: 0, above: [] },
});
const arm = (name: string, ndcg: readonly number[]): StudyRun[] =>
  ndcg.map((value, i) => run(name, i + 1, { 'ndcg@10': value }));

describe('a claim', () => {
  it('holds where the interval lies above the threshold, does not where it lies below, and is undecided across it', () => {
    // Three values: 2 ± 4.303 / sqrt(3) = 2 ± 2.484.
    expect(decide([1, 2, 3], -0.5)).toEqual({ verdict: 'holds', numbers: '+2.0000 ± 2.4841 over 3 seeds' });
    expect(decide([1, 2, 3], 5)).toMatchObject({ verdict: 'does not hold' });
    expect(decide([1, 2, 3])).toMatchObject({ verdict: 'undecided' });
  });

  it('is never decided by one seed, or none', () => {
    expect(decide([5])).toEqual({ verdict: 'undecided', numbers: '+5.0000, one seed' });
    expect(decide([])).toEqual({ verdict: 'undecided', numbers: 'no run' });
  });

  it('compares arms by runs of one seed', () => {
    // The seeds differ by far more than the arms: unpaired, nothing would show.
    const runs = [...arm('new', [0.12, 0.31, 0.52]), ...arm('old', [0.1, 0.3, 0.5])];
    expect(beats('new', 'old')(runs)).toEqual({
      verdict: 'holds',
      numbers: 'new - old, ndcg@10: +.0167 ± .0143 over 3 seeds',
    });
    expect(beats('old', 'new')(runs)).toEqual({
      verdict: 'does not hold',
      numbers: 'old - new, ndcg@10: -.0167 ± .0143 over 3 seeds',
    });
    expect(beats('new', 'old')(runs.filter(({ seed }) => seed !== 3))).toMatchObject({ verdict: 'undecided' });
    expect(beats('new', 'old')(runs.filter(({ arm: name, seed }) => name === 'old' || seed === 1))).toMatchObject({
      verdict: 'undecided',
      numbers: 'new - old, ndcg@10: +.0200, one seed',
    });
  });

  it('that any of several arms is ahead pays for having several chances', () => {
    const base = arm('mlp', [0.1, 0.1, 0.1]);
    // +.011 ± .0099 at 95 %, ± .0178 at 98.3 %.
    const near = arm('fm', [0.107, 0.111, 0.115]);
    expect(beats('fm', 'mlp')([...base, ...near])).toMatchObject({ verdict: 'holds' });
    expect(
      anyBeats(
        ['fm', 'cin', 'dcn'],
        'mlp',
      )([...base, ...near, ...arm('cin', [0.1, 0.11, 0.09]), ...arm('dcn', [0.1, 0.1, 0.11])]),
    ).toMatchObject({ verdict: 'undecided' });
    expect(
      anyBeats(['fm', 'cin'], 'mlp')([...base, ...arm('fm', [0.2, 0.201, 0.202]), ...arm('cin', [0.01, 0.01, 0.02])]),
    ).toMatchObject({ verdict: 'holds' });
    expect(
      anyBeats(['fm', 'cin'], 'mlp')([...base, ...arm('fm', [0.02, 0.02, 0.021]), ...arm('cin', [0.01, 0.01, 0.011])]),
    ).toMatchObject({ verdict: 'does not hold' });
  });

  it('that something costs nothing allows a small share of loss, and no more', () => {
    const base = arm('whole', [0.2, 0.2, 0.2]);
    expect(costsNothing('less', 'whole')([...base, ...arm('less', [0.1985, 0.1985, 0.1986])])).toMatchObject({
      verdict: 'holds',
      numbers: expect.stringContaining('.0040 less would count as nothing'),
    });
    expect(costsNothing('less', 'whole')([...base, ...arm('less', [0.19, 0.19, 0.191])])).toMatchObject({
      verdict: 'does not hold',
    });
    expect(costsNothing('less', 'whole')([...base, ...arm('less', [0.19, 0.2, 0.21])])).toMatchObject({
      verdict: 'undecided',
    });
  });

  it('that some measures stand above others takes the lowest against the highest', () => {
    const runs = [1, 2, 3].map((seed) => run('gate', seed, { soil: 2, wind: 1 + seed / 100, card: 0.5, bay: 0.9 }));
    expect(standsAbove('gate', ['soil', 'wind'], ['card', 'bay'])(runs)).toMatchObject({
      verdict: 'holds',
      numbers: expect.stringContaining('+.1200'),
    });
    expect(standsAbove('gate', ['wind'], ['soil'])(runs)).toMatchObject({ verdict: 'does not hold' });
    expect(() => standsAbove('gate', ['sand'], ['card'])(runs)).toThrow('"sand"');
  });
});
