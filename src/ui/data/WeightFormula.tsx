/** What a row weighs: a formula that is checked as it is typed, and underlined where it is wrong. */
import { useEffect, useId, useMemo, useRef } from 'react';
import { FUNCTIONS } from '../../data/weight-formula/functions';
import { nameInFormula } from '../../data/weight-formula/formula';
import { isOfFormula, spanOf } from '../../data/weight-formula/problem';
import type { DataProblem } from '../../data/table';
import { weighingColumns, weightProblem, type WeighingColumn } from '../../lab/stores/weight-problem';
import { dataSentence } from '../../words/sentences';
import { useBench, useData, useSpeech } from '../lab';
import './WeightFormula.css';

export function WeightFormula() {
  const { data } = useBench();
  const speech = useSpeech();
  const w = speech.words.data;
  const weight = useData(({ protocol }) => protocol.weight);
  const preview = useData((state) => state.preview);
  const roles = useData((state) => state.roles);
  const refused = useData(({ problem }) => (problem && isOfFormula(problem) ? problem : null));
  const typed = useMemo(() => weightProblem({ preview, roles, protocol: { weight } }), [preview, roles, weight]);
  const problem = typed ?? refused;
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (refused) field.current?.scrollIntoView({ block: 'center' });
  }, [refused]);
  const set = (formula: string): void => data.getState().setProtocol({ weight: formula });
  const insert = (text: string): void => {
    const { current } = field;
    if (!current) return;
    current.setRangeText(text, current.selectionStart, current.selectionEnd, 'end');
    set(current.value);
    current.focus();
  };
  return (
    <div className="weight-formula">
      <label htmlFor={id}>{w.weight}</label>
      <div className="formula-field">
        <Underlined formula={weight} problem={problem} />
        <textarea
          ref={field}
          id={id}
          rows={1}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={w.weightHint}
          value={weight}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-said`}
          onChange={(event) => set(event.target.value)}
        />
      </div>
      <p
        id={`${id}-said`}
        className={problem ? 'wrong' : 'about'}
        role={typed ? 'status' : problem ? 'alert' : undefined}
      >
        {problem
          ? dataSentence(problem, speech)
          : speech.fill(w.weightAbout, { functions: speech.items([...FUNCTIONS.keys()]) })}
      </p>
      <Columns columns={weighingColumns({ preview, roles })} insert={insert} />
    </div>
  );
}

/** The formula once more under the field that it is typed in, unseen but for the line below what is wrong. */
function Underlined({ formula, problem }: { formula: string; problem: DataProblem | null }) {
  const span = problem && spanOf(problem);
  const { start, end } = span ?? { start: formula.length, end: formula.length };
  return (
    <div className="formula-ghost" aria-hidden="true">
      {formula.slice(0, start)}
      {span && <u>{formula.slice(start, end) || '\u00a0'}</u>}
      {formula.slice(end)}
    </div>
  );
}

/** The columns of the log that a formula may name; a click writes one. */
function Columns({ columns, insert }: { columns: readonly WeighingColumn[]; insert(text: string): void }) {
  const { words } = useSpeech();
  if (columns.length === 0) return null;
  return (
    <div className="formula-columns" role="group" aria-label={words.data.weightColumns}>
      {columns.map(({ column, cell }) => {
        const text = nameInFormula(column) + (cell === null ? '' : ` == "${cell.replaceAll('"', '""')}"`);
        return (
          <button key={column} type="button" className="quiet" onClick={() => insert(text)}>
            <code>{text}</code>
          </button>
        );
      })}
    </div>
  );
}
