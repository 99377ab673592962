/** Cut-offs of the same stages: what a user costs against what is kept, the newest first. */
import type { Tried } from '../../../lab/stores/funnel';
import { Amounts } from '../../controls/Amounts';
import { CopyButton } from '../../controls/CopyButton';
import { copiedTable } from '../../controls/copied-table';
import { Heading } from '../../controls/Heading';
import { useSpeech } from '../../lab';
import type { Speech } from '../../../words/words';
import { DIGITS, FINAL_METRICS, isMerged, timeOf, weightsOf, workOf } from './figures';
import { Frontier } from './Frontier';

export function TriedTable({ tried }: { tried: readonly Tried[] }) {
  const speech = useSpeech();
  const { words } = speech;
  const w = words.funnel.panel;
  const columns = columnsOf(speech, tried.some(isMerged));
  return (
    <section className="figure funnel" aria-label={w.tried}>
      <Heading title={w.tried}>
        <div className="figure-tools">
          <CopyButton
            label={words.common.copyCsv}
            icon="copy"
            text={() =>
              copiedTable([
                columns.map(({ title }) => title),
                ...tried.map((one) => columns.map(({ rawOf }) => rawOf(one))),
              ])
            }
          />
        </div>
      </Heading>
      {tried.length > 1 && !tried.some(({ reordered }) => reordered) && <Frontier tried={tried} />}
      <Amounts
        label={w.tried}
        head={columns.map(({ title }) => title)}
        rows={tried.map((one) => {
          const [name, ...cells] = columns.map(({ textOf }) => textOf(one));
          return { name: name!, cells };
        })}
      />
      <p className="about">{w.triedAbout}</p>
    </section>
  );
}

interface Column {
  title: string;
  textOf(one: Tried): string;
  /** As a spreadsheet takes it. */
  rawOf(one: Tried): string | number;
}

/** @param weighted whether any of them merges runs */
function columnsOf(speech: Speech, weighted: boolean): Column[] {
  const { words, number, compact, fill } = speech;
  const w = words.funnel;
  const amount = (title: string, valueOf: (one: Tried) => number, write: (value: number) => string): Column => ({
    title,
    textOf: (one) => write(valueOf(one)),
    rawOf: valueOf,
  });
  /** What a file of scores costs nobody knows. */
  const known = (title: string, valueOf: (one: Tried) => number, write: (value: number) => string): Column => {
    const plain = amount(title, valueOf, write);
    const textOf = (one: Tried): string =>
      one.reordered ? fill(w.reordered.andUnknown, { work: plain.textOf(one) }) : plain.textOf(one);
    return { ...plain, textOf, rawOf: (one) => (one.reordered ? textOf(one) : plain.rawOf(one)) };
  };
  /** Of one stage after the other. */
  const course = (title: string, valuesOf: (one: Tried) => string[]): Column => {
    const textOf = (one: Tried): string => valuesOf(one).join(' → ');
    return { title, textOf, rawOf: textOf };
  };
  const weights = (one: Tried): string => weightsOf(one, speech);
  return [
    course(w.keeps, ({ stages, reordered }) =>
      [...stages, ...(reordered ? [reordered] : [])].map(({ keep }) => number(keep)),
    ),
    ...(weighted ? [{ title: w.panel.weights, textOf: weights, rawOf: weights }] : []),
    known(w.work, workOf, compact),
    course(w.recall, ({ stages, reordered }) =>
      [...stages, ...(reordered ? [reordered] : [])].map(({ recall }) => number(recall, DIGITS)),
    ),
    ...FINAL_METRICS.map(({ id, name }) =>
      amount(
        name,
        ({ metrics }) => metrics[id] ?? 0,
        (value) => number(value, DIGITS),
      ),
    ),
    known(w.time, timeOf, (value) => number(value, 2)),
  ];
}
