/** How a file is read: its delimiter, its header row, its encoding, as they were found or corrected. */
import type { FileKind } from '../../data/file-kinds';
import { useBench, useSpeech } from '../lab';
import type { TablePreview } from '../../lab/data-source';

const DELIMITERS = { comma: ',', tab: '\t', semicolon: ';', pipe: '|', colons: '::', space: ' ' } as const;
const ENCODINGS = ['utf-8', 'gb18030', 'windows-1252', 'utf-16le'];
type DelimiterName = keyof typeof DELIMITERS;

const nameOfDelimiter = (delimiter: string): DelimiterName | undefined =>
  (Object.keys(DELIMITERS) as DelimiterName[]).find((name) => DELIMITERS[name] === delimiter);

export function DialectChoices({ file, dialect }: { file: FileKind; dialect: TablePreview['dialect'] }) {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.data;
  const correct = (correction: Partial<TablePreview['dialect']>): void => {
    bench.data.getState().setDialect(file, correction);
    void bench.preview();
  };
  return (
    <div className="dialect">
      <label>
        {w.delimiter}
        <select
          value={nameOfDelimiter(dialect.delimiter) ?? dialect.delimiter}
          onChange={(event) => correct({ delimiter: DELIMITERS[event.target.value as DelimiterName] })}
        >
          {(Object.keys(DELIMITERS) as DelimiterName[]).map((name) => (
            <option key={name} value={name}>
              {w.delimiters[name]}
            </option>
          ))}
          {!nameOfDelimiter(dialect.delimiter) && <option value={dialect.delimiter}>{dialect.delimiter}</option>}
        </select>
      </label>
      <label>
        {w.headerRow}
        <select value={String(dialect.header)} onChange={(event) => correct({ header: event.target.value === 'true' })}>
          <option value="true">{w.headerYes}</option>
          <option value="false">{w.headerNo}</option>
        </select>
      </label>
      <label>
        {w.encoding}
        <select value={dialect.encoding} onChange={(event) => correct({ encoding: event.target.value })}>
          {[...new Set([...ENCODINGS, dialect.encoding])].map((encoding) => (
            <option key={encoding} value={encoding}>
              {encoding}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
