import { describe, expect, it } from 'vitest';
import { speak } from '../words/words';
import { faultOf } from './faults';
import { FLAGS } from './flags';
import { FORMAT_FLAGS } from './format-flags';
import { speech } from './speech';
import { DataError, type DataProblem } from '../data/table';
import { failureOf } from '../lab/error-to-failure';
import { LabRefusal } from '../lab/failure';

const page = speak('en').words;
const said = (words: typeof page): [code: string, sentence: string][] =>
  [words.dataProblem, words.problem, words.weightsProblem, words.failure.code].flatMap((codes) =>
    Object.entries(codes),
  );

describe('what the command line says', () => {
  it('names no control of the page, where the page’s own sentence does', () => {
    // No worker ends and no link arrives there.
    const ofThePage = ['worker-ended', 'link-newer'];
    const controls = /the role “|Give one|See the reasons|[Rr]eload the page|Load that data|Choose one with/;
    expect(said(page).filter(([, sentence]) => controls.test(sentence)).length).toBeGreaterThan(8);
    const spoken = said(speech.words).filter(([code]) => !ofThePage.includes(code));
    expect(spoken.filter(([, sentence]) => controls.test(sentence))).toEqual([]);
  });

  it('speaks only of flags that there are', () => {
    const known = new Set([...Object.keys(FLAGS), ...FORMAT_FLAGS.map(([name]) => name)]);
    const named = (text: string) => [...text.matchAll(/--([a-z-]+)/g)].map(([, name]) => name!);
    for (const language of ['en', 'zh'] as const)
      for (const name of named(JSON.stringify(speak(language).words.cli))) expect([...known], name).toContain(name);
  });

  it.each<[DataProblem['code'], DataProblem['values'], RegExp]>([
    ['needs-time', {}, /^--log "log\.csv": This split needs a time column\. Name it: --columns time=NAME\./],
    ['no-item-column', { columns: 'a, b' }, /--columns item=NAME\. The file has: a, b\.$/],
    ['too-few-events', { events: 3 }, /Lower --min-item-events or --min-user-events\.$/],
  ])('tells what to write on the command line: %s', (code, values, line) => {
    const refused = new LabRefusal(failureOf(new DataError({ code, file: 'log', values })));
    expect(faultOf(refused, { log: 'log.csv' })).toEqual({ line: expect.stringMatching(line), exitCode: 2 });
  });
});
