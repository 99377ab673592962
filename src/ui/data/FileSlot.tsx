/** One of the three files: chosen, previewed, how it is read corrected, its problem said. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FileKind } from '../../data/file-kinds';
import { refusedCondition } from '../../data/row-filter';
import { isOfFormula } from '../../data/weight-formula/problem';
import { MANY } from '../../data/roles';
import { sources } from '../../data/sources/sources';
import { useBench, useData, useSpeech } from '../lab';
import { dataSentence } from '../../words/sentences';
import { FormatChoices, OtherEncoding } from './FormatChoices';
import { Notices } from './Notices';
import { MOST_COLUMNS, shownColumns } from './columns-shown';
import { RowReportView } from './RowReportView';
import type { TablePreview } from '../../lab/loading/data-source';

export function FileSlot({
  file,
  preview,
  children,
}: {
  file: FileKind;
  preview: TablePreview | null;
  /** The columns of the file, of which these are shown. */
  children(shown: readonly number[]): ReactNode;
}) {
  const speech = useSpeech();
  const w = speech.words.data;
  const chosen = useData((data) => data.files[file]);
  const problem = useData(({ problem: found }) =>
    found?.file === file && !refusedCondition(found) && !isOfFormula(found) ? found : null,
  );
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (problem) sentence.current?.scrollIntoView({ block: 'center' });
  }, [problem]);
  return (
    <section className="file-slot" aria-label={w.files[file]}>
      <FileHead file={file} preview={preview} />
      {problem && (
        <p className="wrong" role="alert" ref={sentence}>
          {dataSentence(problem, speech)}
        </p>
      )}
      {problem?.code === 'undecodable' && !preview && (
        <OtherEncoding file={file} tried={String(problem.values.encoding)} />
      )}
      {problem?.report && <RowReportView report={problem.report} />}
      {chosen && preview && (
        <>
          <FormatChoices file={file} preview={preview} />
          <Notices file={file} notices={preview.notices} />
          <ShownPreview file={file} preview={preview}>
            {children}
          </ShownPreview>
          <RowReportView report={preview.report} />
        </>
      )}
    </section>
  );
}

/** The columns and the first rows; of a wide file those that are looked for. */
function ShownPreview({
  file,
  preview,
  children,
}: {
  file: FileKind;
  preview: TablePreview;
  children(shown: readonly number[]): ReactNode;
}) {
  const { words, fill } = useSpeech();
  const w = words.data;
  const guessed = useData((data) => data.preview?.roles[file]);
  const [text, setText] = useState('');
  const { shown, found } = useMemo(() => {
    const own = (guessed ?? []).filter(({ role }) => !COMMON_ROLES.has(role)).map(({ column }) => column);
    return shownColumns(preview, text, new Set(own));
  }, [preview, text, guessed]);
  return (
    <>
      {preview.columns.length > MOST_COLUMNS && (
        <label className="find-column">
          <span>{w.findColumn}</span>
          <input type="text" value={text} onChange={(event) => setText(event.target.value)} />
          <small role="status">{fill(w.columnsShown, { shown: shown.length, found })}</small>
        </label>
      )}
      {children(shown)}
      <Head preview={preview} shown={shown} />
    </>
  );
}

/** What any number of columns may be. */
const COMMON_ROLES: ReadonlySet<string> = new Set([...MANY, 'field']);

const ACCEPTED = sources.flatMap(({ extensions, mediaTypes }) => [...extensions, ...mediaTypes]).join();

/** Its name, or what it is for, and the buttons that choose it and take it away. */
function FileHead({ file, preview }: { file: FileKind; preview: TablePreview | null }) {
  const bench = useBench();
  const { words, fill, count, line } = useSpeech();
  const w = words.data;
  const chosen = useData((data) => data.files[file]);
  const input = useRef<HTMLInputElement>(null);
  const choose = (next: File | null): void => {
    bench.data.getState().setFile(file, next);
    void bench.preview();
  };
  return (
    <div className="file-head">
      <h3>{w.files[file]}</h3>
      <p>{chosen ? line(chosen.name, preview ? count(w.rows, preview.rows) : '') : w.fileAbout[file]}</p>
      <button type="button" onClick={() => input.current?.click()}>
        {chosen ? w.replace : w.choose}
      </button>
      {chosen && (
        <button
          type="button"
          className="quiet"
          aria-label={fill(w.remove, { file: chosen.name })}
          onClick={() => choose(null)}
        >
          {fill(w.remove, { file: '' })}
        </button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPTED}
        aria-label={w.files[file]}
        data-testid={`file-${file}`}
        onChange={(event) => {
          const next = event.target.files?.[0];
          event.target.value = '';
          if (next) choose(next);
        }}
      />
    </div>
  );
}

function Head({ preview, shown }: { preview: TablePreview; shown: readonly number[] }) {
  const { words } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <details className="head-rows" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.data.head}</summary>
      {open && (
        <div className="scroll" tabIndex={0} role="group" aria-label={words.data.head}>
          <table>
            <thead>
              <tr>
                {shown.map((at) => (
                  <th key={at} scope="col">
                    {preview.columns[at]!.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.head.map((row, i) => (
                <tr key={i}>
                  {shown.map((at) => (
                    <td key={at}>{row[at]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
