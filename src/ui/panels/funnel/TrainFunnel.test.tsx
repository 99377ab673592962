import { beforeEach, describe, expect, it } from 'vitest';
import { AT_REST } from '../../../lab/announcer';
import { FUNNEL } from '../../../lab/stores/runs';
import type { Workbench } from '../../../lab/stores/workbench';
import { documentUntil } from '../../../lab/funnel/standard';
import { draw, keptRun, schema, silentBench, summary } from '../../testing';
import { FunnelRoom } from './FunnelRoom';

const trained = (id: string) => keptRun(id, id, { status: 'finished' });

describe('training a funnel', () => {
  let bench: Workbench;
  beforeEach(() => {
    bench = silentBench();
    bench.data.setState({ summary });
  });
  const drawn = () => draw(bench, <FunnelRoom />);
  const states = () => [...drawn().matchAll(/<li><span>([^<]*)<\/span><span>([^<]*)</g)].map(([, ...own]) => own);
  const button = (text: string) => new RegExp(`<button type="button"( disabled="")?>${text}<`).exec(drawn());

  it('says what stands behind what, how many items go on, and which models are there', () => {
    bench.runs.setState({ runs: [trained('two-tower'), keptRun('half', 'mind', { status: 'stopped' })] });
    expect(drawn()).toMatch(
      /<li>MIND \+ Two towers, keeps 20<\/li><li>Two towers, keeps 10<\/li><li>Pre-ranker of impressions, keeps 10</,
    );
    expect(states()).toEqual([
      ['MIND', 'not trained yet'],
      ['Two towers', 'trained'],
      ['Pre-ranker of impressions', 'not trained yet'],
    ]);
    expect(button('Train the 2 models left')![1]).toBeUndefined();
    bench.view.setState({ language: 'zh' });
    expect(drawn()).toContain('训练余下的 2 个模型');
  });

  it('knows runs by when they ended, too', () => {
    bench.runs.setState({ runs: ['mind', 'two-tower', 'pre-ranker'].map(trained) });
    expect(button('Put these runs behind each other')).not.toBeNull();
    bench.view.setState({ funnelUntil: { steps: 10 } });
    expect(button('Train a funnel')).not.toBeNull();
    expect(drawn()).toContain('<option value="steps" selected="">');
  });

  it('shows which model is in training, how far it is, and the way out', () => {
    bench.runs.setState({ queue: FUNNEL, runs: [trained('mind')] });
    const progress = { ...AT_REST, phase: 'training' as const, fraction: 0.4 };
    bench.run.setState({ trained: documentUntil('two-tower', schema, null), progress });
    expect(drawn()).toMatch(/aria-valuenow="40".*Training Two towers, model 2 of 3….*Cancel/);
    expect(states().map(([, state]) => state)).toEqual(['trained', 'in training', 'not trained yet']);
    expect(drawn()).toMatch(/<fieldset class="form funnel-until"[^>]*disabled=""/);
    bench.run.setState({ progress: { ...progress, phase: 'paused' } });
    expect(drawn()).toContain('Two towers, model 2 of 3, is paused. Resume goes on with it.');
  });

  it('waits for a run of a person to rest, and says so', () => {
    bench.run.setState({ progress: { ...AT_REST, phase: 'training' } });
    expect(button('Train a funnel')![1]).toBe(' disabled=""');
    expect(drawn()).toContain('Pause or stop training to train a funnel.');
    bench.run.setState({ progress: { ...AT_REST, phase: 'paused' } });
    expect(button('Train a funnel')![1]).toBeUndefined();
    expect(drawn()).not.toContain('Pause or stop');
  });

  it('is not offered before there is data', () => {
    bench.data.setState({ summary: null });
    expect(button('Train a funnel')).toBeNull();
  });
});
