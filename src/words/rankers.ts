/** What the rows beside a model are called, and what was chosen for them. */
import type { Counting } from '../lab/evaluate/baseline-count';
import type { Baselines, Left } from '../lab/evaluate/baseline-figures';
import type { Choices, ChoiceWords, RankerId, RankerWords } from '../lab/rankers/ranker';
import { rankers, type ReferenceRow } from '../lab/rankers/rankers';
import type { Speech } from './words';

/** The title of a row, and what it recommends in half a sentence. */
export const rowWords = (row: ReferenceRow, { words }: Speech): { title: string; about: string } =>
  row === 'oracle' ? words.oracle : words.rankers[row];

/** "Computing the baselines: EASE, 42%". */
export const countingText = ({ fraction, row }: Counting, speech: Speech): string =>
  speech.fill(speech.words.baselines.counting, {
    share: speech.line(row === null ? '' : rowWords(row, speech).title, speech.percent(fraction)),
  });

/** Why a row has no figures: "Not computed: 12,000 items, limit 5,000.". */
export const leftReason = ({ reason, values }: Left, { words, fill }: Speech): string =>
  fill(words.baselines.left[reason] ?? words.common.none, values);

/** The same for each row, with its title. */
export const leftSentences = (left: Baselines['left'], speech: Speech): string[] =>
  (left ?? []).map((row) =>
    speech.fill(speech.words.baselines.leftRow, {
      name: rowWords(row.id, speech).title,
      reason: leftReason(row, speech),
    }),
  );

/** What was counted in another way than on a smaller log or another machine, each with the title of its row. */
export const insteadSentences = (instead: Baselines['instead'], speech: Speech): string[] =>
  (instead ?? []).flatMap(({ id, method, values }) => {
    const words: RankerWords = speech.words.rankers[id];
    const said = words.instead?.[method] ?? words.notes?.[method];
    const reason = said && speech.fill(said, values);
    return reason ? [speech.fill(speech.words.baselines.leftRow, { name: rowWords(id, speech).title, reason })] : [];
  });

/** "half-life 10 events, lambda 300"; '' where a ranker has nothing to choose. */
export function choicesText(id: RankerId, choices: Choices, speech: Speech): string {
  const named = Object.entries(speech.words.rankers[id].choices);
  return speech.line(...named.map(([name, words]) => choiceText(words, choices[name], speech)));
}

function choiceText(words: ChoiceWords, value: number | null | undefined, { fill, count }: Speech): string {
  if (value === undefined) return '';
  if (typeof words === 'string') return value === null ? '' : fill(words, { value });
  return value === null ? words.none : count(words, value);
}

/** "Chosen on validation: EASE (lambda 300)."; '' where nothing was chosen. */
export function chosenSentence({ chosen, chosenOn }: Pick<Baselines, 'chosen' | 'chosenOn'>, speech: Speech): string {
  const { words, fill, list } = speech;
  const parts = rankers.flatMap(({ id }) => {
    const choices = chosen?.[id];
    const { title } = rowWords(id, speech);
    return choices ? [fill(words.result.chosenRow, { name: title, choices: choicesText(id, choices, speech) })] : [];
  });
  if (parts.length === 0) return '';
  const choices = list(parts);
  return chosenOn === undefined
    ? fill(words.result.chosen, { choices })
    : fill(words.result.chosenOn, { n: chosenOn, choices });
}
