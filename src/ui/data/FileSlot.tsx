/** One of the three files: chosen, previewed, its dialect corrected, its problem said. */
import { useEffect, useRef, type ReactNode } from 'react';
import type { FileKey } from '../../lab/stores/data';
import { useBench, useData, useSpeech } from '../lab';
import { dataSentence } from '../../words/sentences';
import { RowReportView } from './RowReportView';
import type { TablePreview } from '../../lab/data-source';

const DELIMITERS = { comma: ',', tab: '\t', semicolon: ';', pipe: '|', colons: '::', space: ' ' } as const;
const ENCODINGS = ['utf-8', 'gb18030', 'windows-1252', 'utf-16le'];
type DelimiterName = keyof typeof DELIMITERS;

export function FileSlot({
  file,
  preview,
  children,
}: {
  file: FileKey;
  preview: TablePreview | null;
  children: ReactNode;
}) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, count } = speech;
  const w = words.data;
  const chosen = useData((data) => data.files[file]);
  const problem = useData((data) => (data.problem?.file === file ? data.problem : null));
  const busy = useData((data) => data.busy);
  const input = useRef<HTMLInputElement>(null);
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (problem) sentence.current?.scrollIntoView({ block: 'center' });
  }, [problem]);
  const { setFile, setDialect } = bench.data.getState();
  const choose = (next: File | null): void => {
    setFile(file, next);
    void bench.preview();
  };
  return (
    <section className="file-slot" aria-label={w.files[file]}>
      <div className="file-head">
        <h3>{w.files[file]}</h3>
        <p>
          {chosen ? [chosen.name, ...(preview ? [count(w.rows, preview.rows)] : [])].join(', ') : w.fileAbout[file]}
        </p>
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
          accept=".csv,.tsv,.txt,.dat,text/csv,text/tab-separated-values,text/plain"
          aria-label={w.files[file]}
          data-testid={`file-${file}`}
          onChange={(event) => {
            const next = event.target.files?.[0];
            event.target.value = '';
            if (next) choose(next);
          }}
        />
      </div>
      {problem && (
        <p className="wrong" role="alert" ref={sentence}>
          {dataSentence(problem, speech)}
        </p>
      )}
      {busy === 'preview' && chosen && !preview && (
        <p className="about" role="status">
          {w.reading}
        </p>
      )}
      {chosen && preview && (
        <>
          <div className="dialect">
            <label>
              {w.delimiter}
              <select
                value={nameOfDelimiter(preview.dialect.delimiter) ?? preview.dialect.delimiter}
                onChange={(event) => {
                  setDialect(file, { delimiter: DELIMITERS[event.target.value as DelimiterName] });
                  void bench.preview();
                }}
              >
                {(Object.keys(DELIMITERS) as DelimiterName[]).map((name) => (
                  <option key={name} value={name}>
                    {w.delimiters[name]}
                  </option>
                ))}
                {!nameOfDelimiter(preview.dialect.delimiter) && (
                  <option value={preview.dialect.delimiter}>{preview.dialect.delimiter}</option>
                )}
              </select>
            </label>
            <label>
              {w.headerRow}
              <select
                value={String(preview.dialect.header)}
                onChange={(event) => {
                  setDialect(file, { header: event.target.value === 'true' });
                  void bench.preview();
                }}
              >
                <option value="true">{w.headerYes}</option>
                <option value="false">{w.headerNo}</option>
              </select>
            </label>
            <label>
              {w.encoding}
              <select
                value={preview.dialect.encoding}
                onChange={(event) => {
                  setDialect(file, { encoding: event.target.value });
                  void bench.preview();
                }}
              >
                {[...new Set([...ENCODINGS, preview.dialect.encoding])].map((encoding) => (
                  <option key={encoding} value={encoding}>
                    {encoding}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {children}
          <Head preview={preview} />
          <RowReportView report={preview.report} />
        </>
      )}
    </section>
  );
}

const nameOfDelimiter = (delimiter: string): DelimiterName | undefined =>
  (Object.keys(DELIMITERS) as DelimiterName[]).find((name) => DELIMITERS[name] === delimiter);

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
