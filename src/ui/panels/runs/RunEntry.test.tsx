import { expect, it } from 'vitest';
import { newRun } from '../../../lab/runs/new-run';
import type { Run } from '../../../lab/runs/run';
import { smallDataset } from '../../../model/harness/small-graph';
import type { Loaded } from '../../../lab/loading/sources';
import { preset } from '../../../model/presets/presets';
import { speak } from '../../../words/words';
import { draw, schema, silentBench } from '../../testing';
import { RunEntry } from './RunEntry';

const loaded = {
  dataset: { ...smallDataset(), name: 'small.csv', fingerprint: 'f' },
  source: { kind: 'world', id: 'bookshop', events: 10, seed: 1 },
  files: null,
} as unknown as Loaded;
const run: Run = newRun(preset('classic').build(schema), { loaded, adapter: '' }, { kind: 'trained' });
const titleOf = (shown: Run): string =>
  /<h2>([^<]*)</.exec(
    draw(
      silentBench('zh'),
      <RunEntry run={shown} parent={undefined} baseline={undefined} onScreen={false} elsewhere={false} />,
    ),
  )![1]!;

it('calls a run by its preset in the language of the page, and by the name that somebody gave it', () => {
  expect(titleOf(run)).toBe('经典双塔');
  expect(titleOf({ ...run, title: 'For the lecture' })).toBe('For the lecture');
});

it.each(['en', 'zh'])(
  'says in %s that another tab has a run open, which can then be opened and taken home alone',
  (language) => {
    const w = speak(language).words.runs;
    const markup = draw(
      silentBench(language),
      <RunEntry run={run} parent={undefined} baseline={undefined} onScreen={false} elsewhere />,
    );
    expect(markup).toContain(w.elsewhere);
    const disabled = [...markup.matchAll(/<button[^>]*disabled=""[^>]*>([^<]*)</g)].map((match) => match[1]);
    const c = speak(language).words.comparison;
    expect(disabled).toEqual([w.rename, c.addNote, c.goOn, w.pin, w.remove]);
  },
);
