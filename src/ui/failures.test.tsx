/** Every failure there is, as the page and the command line say it: in one language each, the page's. */
import { describe, expect, it } from 'vitest';
import { plainFailure, type FailureCode, type LabFailure } from '../lab/failure';
import { CATALOG, LANGUAGES, type Words } from '../words/catalog';
import { placeholders, speak } from '../words/words';
import { failureSentence } from '../words/sentences';
import { FailureBar, UnsavedNote } from './Banners';
import { draw, silentBench } from './testing';

const english = CATALOG.get('en')!.words;
/** Three English words in a row, the names of things apart. */
const ENGLISH = /(?:\b[a-z]{2,}\b[\s,;:]+){2}\b[a-z]{2,}\b/;
const textOf = (markup: string): string =>
  markup
    // What stands there for a report is the error as it was thrown.
    .replace(/<details>.*?<\/details>/gs, '')
    .replace(/<[^>]+>/g, ' ');
/** As the code throws it: an English message, and a number for every value that its sentences ask for. */
const failureOf = (code: FailureCode): LabFailure =>
  plainFailure(
    code,
    { message: 'an English message of the one who threw it', stack: 'at some English place in the code' },
    Object.fromEntries(
      LANGUAGES.flatMap((l) => placeholders(CATALOG.get(l)!.words.failure.code[code])).map((name) => [name, 7]),
    ),
  );
const codes = Object.keys(english.failure.code) as FailureCode[];

describe.each(LANGUAGES)('in the language %s', (language) => {
  it.each(codes)('the failure "%s" is said on the page without another language', (code) => {
    const bench = silentBench(language);
    bench.run.setState({ failure: failureOf(code), unsaved: failureOf(code) });
    const page = textOf(draw(bench, [<FailureBar key="failure" />, <UnsavedNote key="note" />]));
    expect(page).toContain(failureSentence(failureOf(code), speak(language)));
    if (language !== 'en') expect(page).not.toMatch(ENGLISH);
    expect(page).not.toMatch(/an English message|\{\w+\}/);
  });

  it('no problem of a graph, a log or a weights file carries the message of an error into its sentence', () => {
    const { problem, dataProblem, weightsProblem }: Words = CATALOG.get(language)!.words;
    const sentences = Object.entries({ ...problem, ...dataProblem, ...weightsProblem });
    expect(sentences.length).toBeGreaterThan(60);
    const leaks = sentences.filter(([, text]) =>
      placeholders(text).some((name) => name === 'detail' || name === 'message'),
    );
    expect(leaks).toEqual([]);
    if (language !== 'en') expect(sentences.filter(([, text]) => ENGLISH.test(text))).toEqual([]);
  });
});
