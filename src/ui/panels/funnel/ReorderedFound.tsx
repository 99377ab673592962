/** What a file of scores makes of the lists that are handed on, and of which of them it makes nothing. */
import type { ReorderedFigures } from '../../../lab/funnel/reordering';
import { reorderedSentences } from '../../../words/funnel-tables';
import { stageTitle } from '../../../words/followed';
import { Amounts } from '../../controls/Amounts';
import { Heading } from '../../controls/Heading';
import { useSpeech } from '../../lab';
import { DIGITS } from './figures';

/** @param n its number behind the stages */
export function ReorderedFound({ reordered, n }: { reordered: ReorderedFigures; n: number }) {
  const speech = useSpeech();
  const { words, fill, number, sentences } = speech;
  const w = words.funnel;
  const { file, given, keep, hitRate, recall } = reordered;
  const title = fill(w.reordered.title, { file });
  return (
    <section className="figure funnel" aria-label={title}>
      <Heading title={title} />
      <Amounts
        label={title}
        head={[w.stage, w.given, w.keeps, w.hitRate, w.recall, w.work, w.time]}
        rows={[
          {
            name: stageTitle([file], n, speech),
            cells: [
              number(given, 0),
              number(keep),
              number(hitRate, DIGITS),
              number(recall, DIGITS),
              w.reordered.unknown,
              w.reordered.unknown,
            ],
          },
        ]}
      />
      <p className="about">{sentences(...reorderedSentences(reordered, speech))}</p>
    </section>
  );
}
