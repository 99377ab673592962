import { beforeEach, describe, expect, it } from 'vitest';
import { AT_REST } from '../../../lab/announcer';
import { sourceOf, stageOf, type StageChoice } from '../../../lab/funnel/cut-offs';
import type { ReorderedFigures } from '../../../lab/funnel/reordering';
import type { Tried } from '../../../lab/stores/funnel';
import type { Workbench } from '../../../lab/stores/workbench';
import { draw, keptRun, silentBench, summary } from '../../testing';
import { frontierOf } from './figures';
import { FunnelRoom } from './FunnelRoom';
import { stagesOf, withSource, withStage } from './stages';
import { usableRuns } from '../../../lab/runs/usable-runs';

const towers = keptRun('towers', 'two-tower');
const ranker = keptRun('ranker', 'din');
const others = keptRun('others', 'two-tower', { title: 'Others' });
const runs = [ranker, towers, others];

const triedOf = (first: number, data = 'f'): Tried => ({
  data,
  of: 'same',
  chosen: [stageOf('towers', first), stageOf('ranker', 10)],
  titles: [['Old towers'], ['Old ranker']],
  supplied: null,
  reordered: null,
  sampled: 90,
  metrics: { 'hr@10': first / 1000, 'ndcg@10': first / 2000 },
  stages: [
    {
      isRanker: false,
      given: 48,
      keep: first,
      hitRate: 0.75,
      recall: 0.5,
      ofNext: 0.25,
      overlap: 0.125,
      correlation: 0.5,
      work: 3000,
      milliseconds: 1.5,
      indexBytes: 4096,
      featureBytes: 6400,
      sources: null,
    },
    {
      isRanker: true,
      given: first,
      keep: 10,
      hitRate: 0.625,
      recall: 0.375,
      ofNext: null,
      overlap: null,
      correlation: null,
      work: 5000,
      milliseconds: 2.25,
      indexBytes: 0,
      featureBytes: 12_800,
      sources: null,
    },
  ],
});

const reordered: ReorderedFigures = {
  file: 'scores.csv',
  lines: {
    read: 1000,
    used: 900,
    unknownUsers: 60,
    unknownItems: 1,
    repeated: 30,
    bad: { count: 9, lines: [3, 7] },
  },
  given: 10,
  keep: 5,
  scored: 0.625,
  heldOutScored: 1,
  hitRate: 0.4,
  recall: 0.3,
  users: 90,
  ordered: 30,
  before: { 'hr@10': 0.2, 'ndcg@10': 0.1 },
  after: { 'hr@10': 0.4, 'ndcg@10': 0.25 },
  correlation: 0.3,
};

describe('the frontier', () => {
  it('has those that no other beats for as much, the cheapest first', () => {
    const at = (x: number, y: number) => ({ x, y });
    expect(frontierOf([at(3, 0.3), at(1, 0.1), at(2, 0.05), at(4, 0.3), at(5, 0.4)])).toEqual([
      at(1, 0.1),
      at(3, 0.3),
      at(5, 0.4),
    ]);
    expect(frontierOf([at(1, 0.1), at(1, 0.2)])).toEqual([at(1, 0.2)]);
    expect(frontierOf([])).toEqual([]);
  });
});

describe('which runs are stages', () => {
  it('may be those of the loaded data whose weights are kept, and not those about to be deleted', () => {
    const all = [...runs, keptRun('dropped', 'din', { checkpointBytes: 0 })];
    expect(usableRuns(all, ['others'], 'f').map(({ id }) => id)).toEqual(['ranker', 'towers']);
    expect(usableRuns(all, [], 'another')).toEqual([]);
  });

  it('are the newest towers and the newest ranker until a person chooses, and again where what he chose is gone', () => {
    const first = [stageOf('towers', 200), stageOf('ranker', 20)];
    expect(stagesOf(null, runs)).toEqual(first);
    expect(stagesOf([stageOf('gone', 5)], runs)).toEqual(first);
    expect(stagesOf([stageOf('gone', 5), stageOf('others', 7)], runs)).toEqual([stageOf('others', 7)]);
    expect(stagesOf(null, [towers])).toEqual([stageOf('towers', 200)]);
  });

  it('gain one that is none yet, a ranker first, which hands on what it is given', () => {
    expect(withStage([stageOf('towers', 30)], runs).at(-1)).toEqual(stageOf('ranker', 30));
    expect(withStage([stageOf('ranker', 30)], [ranker]).at(-1)).toEqual(stageOf('ranker', 30));
  });
});

describe('which runs a stage merges', () => {
  it('gains one of its own kind that it does not have, or else another, until it has all', () => {
    const one = withSource(stageOf('towers', 30), runs)!;
    expect(one).toEqual({ ...stageOf('towers', 30), sources: [sourceOf('towers'), sourceOf('others')] });
    const all = withSource(one, runs)!;
    expect(all.sources.map(({ run }) => run)).toEqual(['towers', 'others', 'ranker']);
    expect(withSource(all, runs)).toBeNull();
    expect(withSource(stageOf('ranker', 30), [towers, ranker])!.sources[1]!.run).toBe('towers');
  });

  it('loses those that are gone, and the stage with its last', () => {
    const both: StageChoice = { ...stageOf('gone', 9), sources: [sourceOf('gone'), sourceOf('others')] };
    expect(stagesOf([both, stageOf('gone', 5)], runs)).toEqual([stageOf('others', 9)]);
  });
});

describe('the panel', () => {
  let bench: Workbench;
  beforeEach(() => {
    bench = silentBench();
    bench.data.setState({ summary });
    bench.runs.setState({ runs });
  });
  const drawn = () => draw(bench, <FunnelRoom />);

  it('says what it needs where no weights are kept', () => {
    bench.runs.setState({ runs: [keptRun('dropped', 'two-tower', { checkpointBytes: 0 })] });
    expect(drawn()).toContain(
      'Train a funnel, or two towers on this data, then the preset “Ranker with target attention”',
    );
    expect(drawn()).not.toContain('funnel-stages');
    bench.view.setState({ language: 'zh' });
    expect(drawn()).toContain('先在这份数据上训练双塔');
  });

  it('names the runs, and lets no stage hand on more than it is given', () => {
    bench.chooseStages([stageOf('others', 20), stageOf('ranker', 30)]);
    const shown = drawn().split('<ol class="funnel-stages">')[1]!;
    expect(shown).toMatch(/<option value="others" selected="">Others, seed \d+, 40 steps, two towers</);
    expect(shown).toMatch(
      /<option value="ranker" selected="">Ranker with target attention, seed \d+, 40 steps, ranker</,
    );
    expect([...shown.matchAll(/class="number"[^>]*value="(\d+)"/g)].map(([, value]) => value)).toEqual(['20', '20']);
    expect(bench.funnel.getState().stages![1]!.keep, 'as it was wanted').toBe(30);
    // Round numbers up to what comes in, and that itself: 1, 2, 5, 10, 20.
    expect([...shown.matchAll(/type="range"[^>]*max="(\d+)"/g)].map(([, most]) => most)).toEqual(['5', '4']);
  });

  it('shows the runs that a stage merges, with their shares of the weights, and how they are merged', () => {
    expect(drawn(), 'one run').not.toContain('Weight of run');
    const sources = [sourceOf('towers'), { ...sourceOf('others'), weight: 3 }];
    bench.chooseStages([{ sources, rule: 'quota', keep: 20 }, stageOf('ranker', 10)]);
    const shown = drawn();
    expect(shown).toMatch(
      /aria-label="Run 1 of stage 1".*aria-label="Weight of run 1 of stage 1" aria-valuetext="62\.5%".*aria-label="Run 2 of stage 1".*aria-valuetext="37\.5%"/,
    );
    expect(shown).toMatch(/<option value="quota" selected="">Quotas by weights<.*Each run fills its share/);
    expect(shown.match(/Remove run \d of stage 1/g)).toHaveLength(2);
    bench.chooseStages([{ sources, rule: 'rrf', keep: 20 }]);
    expect(drawn()).toMatch(/<option value="rrf" selected="">Reciprocal rank fusion<.*weight \/ \(60 \+ rank\)/);
  });

  it('lets each interest of the first stage retrieve its share, where a run has several', () => {
    bench.runs.setState({ runs: [...runs, keptRun('mind', 'mind')] });
    bench.chooseStages([stageOf('towers', 20)]);
    expect(drawn()).not.toContain('Each interest');
    bench.chooseStages([stageOf('mind', 20), stageOf('mind', 10)]);
    expect(drawn().match(/type="checkbox"/g), 'only the first retrieves').toHaveLength(1);
    expect(drawn()).toContain('aria-label="Each interest retrieves its share, run 1 of stage 1"');
  });

  it('offers columns of scores where the log has any', () => {
    expect(drawn()).not.toContain('Compare with a ranker');
    const scores = [{ name: 'rank score', least: 0, most: 1 }];
    bench.data.setState({ summary: { ...summary, schema: { ...summary.schema, scores } } });
    expect(drawn()).toMatch(/Compare with a ranker’s scores.*<option value="" selected="">none.*rank score/);
    bench.chooseScores('rank score');
    expect(drawn()).toContain('<option value="rank score" selected="">');
  });

  it('takes a file of scores behind the stages, which keeps no more than it is given', () => {
    expect(drawn()).toMatch(/Last stage: a supplied ranker’s scores.*Choose a file….*Save what is handed on/);
    expect(drawn()).not.toContain('Remove the file of scores');
    bench.chooseStages([stageOf('towers', 20), stageOf('ranker', 8)]);
    bench.chooseReorder({ file: new File(['ann,x,1'], 'scores.csv'), keep: 12 });
    expect(drawn()).toMatch(/scores\.csv, choose another….*aria-label="Remove the file of scores"/);
    const [field = ''] = /<input[^>]*aria-label="Items that the file of scores keeps"[^>]*>/.exec(drawn()) ?? [];
    expect(field).toContain('value="8"');
  });

  it.each([
    [
      'en',
      '3. scores.csv',
      'not known',
      '62.5% of the items handed on have a score in “scores.csv”. It orders the lists of 30 of 90 users: those of whom every item has one.',
      'Of held-out items 100.0% have a score, of all items handed on 62.5%: which items have one tells which are held out.',
      'All other lists stay as they were handed on',
      'Over these 30 users: HR@10 0.200 as handed on, 0.400 by the scores; NDCG@10 0.100 and 0.250; rank correlation of both orders 0.300.',
      'Of 1,000 lines 900 are used. 60 lines have users that are not in the data. 1 line has an item that is not in the data. 30 lines repeat a pair: the first counts. 9 lines cannot be used (lines 3, 7, …).',
    ],
    [
      'zh',
      '3. scores.csv',
      '未知',
      '传下去的物品中 62.5% 在“scores.csv”中有分数。90 名用户中有 30 名的列表按它排序：其每个物品都有分数。',
      '有没有分数会泄露哪些是留出物品。',
      '其他列表保持传下来的次序',
      '在这 30 名用户上：HR@10 传下来时为 0.200，按分数排序后为 0.400；NDCG@10 分别为 0.100 和 0.250；两种次序的秩相关为 0.300。',
      '9 行无法使用（第 3, 7… 行）。',
    ],
  ] as const)('says what a file of scores orders, and what not: %s', (language, name, unknown, ...sentences) => {
    bench.view.setState({ language });
    bench.funnel.setState({
      tried: [
        { ...triedOf(30), reordered },
        { ...triedOf(40), reordered },
      ],
    });
    const shown = drawn();
    const end = shown.slice(shown.indexOf('HR@10</dt>'));
    expect(end.slice(0, end.indexOf('<details')), 'beside the figures').toContain(sentences[0]);
    const own = end.slice(end.indexOf('</section>'));
    expect(own).toMatch(new RegExp(`${name}</th>.*${unknown}</td>.*${unknown}</td>`));
    for (const sentence of sentences) expect(own).toContain(sentence);
    // What it costs with the stages nobody knows either: nothing is drawn against it.
    expect(shown).toContain(language === 'en' ? '8K + not known' : ' + 未知');
    expect(shown).toContain('30 → 10 → 5');
    expect(shown).not.toContain(language === 'en' ? 'HR@10 against multiply-adds' : 'HR@10 对每用户乘加');
  });

  it('waits for a run to rest, and says so', () => {
    expect(drawn()).not.toContain('Pause or stop training');
    bench.run.setState({ progress: { ...AT_REST, phase: 'training' } });
    expect(drawn()).toMatch(/<button[^>]*disabled=""[^>]*>Run the test users through<.*Pause or stop training/);
  });

  it('shows how far it is, with the way out, and leaves the stages alone meanwhile', () => {
    bench.funnel.setState({ asking: true });
    bench.run.setState({ waiting: { evaluation: 0.4 } });
    expect(drawn()).toMatch(/aria-valuenow="40".*Cancel/);
    // Two stages, and the file behind them.
    expect(drawn().match(/<fieldset[^>]*disabled=""/g)).toHaveLength(3);
  });

  it('shows of each stage what it is given, keeps, loses and costs, and lists the cut-offs, the newest first', () => {
    bench.funnel.setState({ tried: [triedOf(30), triedOf(40), triedOf(20, 'other data')] });
    const shown = drawn();
    const [first, second] = shown.split('data-side="item"');
    expect(first).toMatch(/1\. Two towers.*HR kept.*0\.750.*Recall kept.*0\.500.*own choice.*0\.250/);
    expect(first).toMatch(/48 → 30.*3K.*1\.50.*4\.1.*Features read a user<\/dt><dd>6\.4 kB/);
    expect(second).toMatch(/2\. Ranker with target attention.*HR kept.*0\.625.*30 → 10/);
    expect(second!.split('The list at the end')[0], 'the last one has no next').not.toContain('own choice');
    expect(shown).toMatch(/HR@10<\/dt><dd>0\.030.*NDCG@10<\/dt><dd>0\.015/);
    const rows = shown.split('Cut-offs tried').at(-1)!;
    expect([...rows.matchAll(/<th scope="row"[^>]*>([^<]*)</g)].map(([, name]) => name)).toEqual([
      '30 → 10',
      '40 → 10',
    ]);
    expect(rows).toMatch(/8K.*0\.500 → 0\.375.*0\.030.*0\.015.*3\.75/);
  });

  it('shows what each run of a merged stage gives, and lists the weights that were tried', () => {
    const of = (weight: number): Tried => {
      const one = triedOf(30);
      const sources = [sourceOf('towers'), { ...sourceOf('others'), weight }];
      const figures = (recall: number, overlap: number[]) => ({
        share: 0.5,
        listed: 0.7,
        alone: 0.4,
        overlap,
        recall,
        adds: { mean: 0.01234, half: 0.0056 },
        work: 1500,
      });
      return {
        ...one,
        chosen: [{ sources, rule: 'quota', keep: 30 }, one.chosen[1]!],
        stages: [{ ...one.stages[0]!, sources: [figures(0.41, [1, 0.3]), figures(0.39, [0.3, 1])] }, one.stages[1]!],
        titles: [['Old towers', 'Old others'], ['Old ranker']],
      };
    };
    bench.funnel.setState({ tried: [of(5), of(2)] });
    const shown = drawn();
    expect(shown).toMatch(/1\. Merged.*1\. Two towers.*50\.0%.*0\.410.*0\.0123 ± 0\.0056.*70%.*40%.*–.*30%.*1\.5K/);
    expect(shown).toMatch(/2\. Others.*0\.390/);
    const rows = shown.split('Cut-offs tried').at(-1)!;
    expect(rows).toMatch(/>Weights<.*5 : 5, quotas.*5 : 2, quotas/);
    expect(shown).toContain('30 → 10, 5 : 2, quotas: 8K multiply-adds');
  });

  it('shows the stages beside the scores of a column, and over how many users', () => {
    const agreement = { handedOn: 30, scored: 4.25, kept: 0.5, overlap: null, overlapUsers: 0 };
    const stages = [{ ...agreement, correlation: 0.345, correlationUsers: 18 }];
    const supplied = { column: 'rank score', first: 10, users: 20, pairs: 90, stages };
    bench.funnel.setState({ tried: [{ ...triedOf(30), supplied }] });
    expect(drawn()).toMatch(
      /Agreement with the scores in “rank score”.*1\. Two towers.*30.*4\.3.*0\.500.*–.*0\.345 \(18 users\).*90 pairs of 20 tested users/,
    );
    bench.funnel.setState({ tried: [{ ...triedOf(30), supplied: { ...supplied, users: 0, pairs: 0, stages: null } }] });
    expect(drawn()).toContain('No tested user has a score in “rank score”');
  });

  it('draws the frontier of what was tried once there are two', () => {
    bench.funnel.setState({ tried: [triedOf(30)] });
    expect(drawn()).not.toContain('<polyline');
    // Each costs the same: of equal costs the better one is on the frontier alone.
    bench.funnel.setState({ tried: [triedOf(30), triedOf(40)] });
    const shown = drawn();
    expect(shown.match(/<circle/g)).toHaveLength(2);
    expect(shown.match(/<circle class="full"/g)).toHaveLength(1);
    expect(shown).toContain('30 → 10: 8K multiply-adds, HR@10 0.030');
  });

  it('draws the items of a person through the stages: who goes on, where one is left out, and what is held out', () => {
    const item = (n: number, places: (number | null)[], lostAt: number | null, hit = false) => ({
      item: n,
      id: `i${n}`,
      title: `Title ${n}`,
      note: '',
      hit,
      places,
      bySource: [[], []],
      lostAt,
    });
    bench.funnel.setState({
      person: {
        data: 'f',
        userId: 'u1',
        userTitle: 'Ann',
        titles: [['Towers'], ['Ranker']],
        keeps: [20, 5],
        items: [item(1, [9, 1], null), item(2, [3, 12], 1), item(3, [100, null], 0, true)],
      },
    });
    const shown = drawn();
    const drawing = /<svg class="funnel-drawing".*?<\/svg>/.exec(shown)![0];
    const courses = [...drawing.matchAll(/<title>(.*?)<\/title><polyline points="(.*?)".*?<\/g>/g)];
    // The best place is on top, and each tenfold as far as the next: 1 at 12, 10 at 101, 100 at 190.
    expect(courses.map(([, title, points]) => [title, points])).toEqual([
      ['Title 1', expect.stringMatching(/^64,96\.\d+ 246,12$/)],
      ['Title 2', expect.stringMatching(/^64,54\.\d+ 246,108\.\d+$/)],
      ['Title 3', '64,190'],
    ]);
    const [goes, leftOut, heldOut] = courses.map(([whole]) => whole);
    expect(goes).not.toContain('<path');
    expect([leftOut, heldOut].every((course) => course!.includes('<path'))).toBe(true);
    expect(drawing).toMatch(/<g data-hit="true"><title>Title 3.*<text[^>]*>Title 3</);
    expect(shown).toMatch(/Title 3 \(held out\).*100, left out/);
    bench.funnel.setState(({ person }) => ({ person: { ...person!, data: 'other data' } }));
    expect(drawn()).not.toContain('funnel-drawing');
  });

  it('calls a run that is gone what it was called when it ran', () => {
    bench.runs.setState({ runs: [towers] });
    bench.funnel.setState({ tried: [triedOf(30)] });
    expect(drawn()).toContain('2. Old ranker');
  });
});
