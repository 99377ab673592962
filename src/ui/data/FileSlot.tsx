/** One of the three files: chosen, previewed, how it is read corrected, its problem said. */
import { useEffect, useRef, type ReactNode } from 'react';
import type { FileKind } from '../../data/file-kinds';
import { isOfFilter } from '../../data/row-filter';
import { sources } from '../../data/sources/sources';
import { useBench, useData, useSpeech } from '../lab';
import { dataSentence } from '../../words/sentences';
import { FormatChoices } from './FormatChoices';
import { RowReportView } from './RowReportView';
import type { TablePreview } from '../../lab/loading/data-source';

export function FileSlot({
  file,
  preview,
  children,
}: {
  file: FileKind;
  preview: TablePreview | null;
  children: ReactNode;
}) {
  const speech = useSpeech();
  const w = speech.words.data;
  const chosen = useData((data) => data.files[file]);
  const problem = useData(({ problem: found }) => (found?.file === file && !isOfFilter(found) ? found : null));
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
      {chosen && preview && (
        <>
          <FormatChoices file={file} preview={preview} />
          {children}
          <Head preview={preview} />
          <RowReportView report={preview.report} />
        </>
      )}
    </section>
  );
}

const ACCEPTED = sources.flatMap(({ extensions, mediaTypes }) => [...extensions, ...mediaTypes]).join();

/** Its name, or what it is for, and the buttons that choose it and take it away. */
function FileHead({ file, preview }: { file: FileKind; preview: TablePreview | null }) {
  const bench = useBench();
  const { words, fill, count } = useSpeech();
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
      <p>{chosen ? [chosen.name, ...(preview ? [count(w.rows, preview.rows)] : [])].join(', ') : w.fileAbout[file]}</p>
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

function Head({ preview }: { preview: TablePreview }) {
  const { words } = useSpeech();
  return (
    <details className="head-rows">
      <summary>{words.data.head}</summary>
      <div className="scroll" tabIndex={0} role="group" aria-label={words.data.head}>
        <table>
          <thead>
            <tr>
              {preview.columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.head.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
