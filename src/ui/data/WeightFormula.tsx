/** What a row weighs: a formula that is checked as it is typed, and underlined where it is wrong. */
import { useEffect, useId, useMemo, useRef } from 'react';
import { FUNCTIONS } from '../../data/weight-formula/functions';
import { columnInFormula } from '../../data/weight-formula/formula';
import { isOfFormula, spanOf } from '../../data/weight-formula/problem';
import { weighingColumns, weightProblem } from '../../lab/stores/weight-problem';
import { dataSentence } from '../../words/sentences';
import { FormulaColumns, FormulaField, type FormulaFieldHandle } from '../controls/FormulaField';
import { useBench, useData, useSpeech } from '../lab';

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
  const field = useRef<FormulaFieldHandle>(null);
  const id = useId();
  useEffect(() => {
    if (refused) field.current?.show();
  }, [refused]);
  return (
    <div className="weight-formula">
      <label htmlFor={id}>{w.weight}</label>
      <FormulaField
        ref={field}
        id={id}
        formula={weight}
        isWrong={problem !== null}
        span={problem && spanOf(problem)}
        hint={w.weightHint}
        describedBy={`${id}-said`}
        change={(formula) => data.getState().setProtocol({ weight: formula })}
      />
      <p
        id={`${id}-said`}
        className={problem ? 'wrong' : 'about'}
        role={typed ? 'status' : problem ? 'alert' : undefined}
      >
        {problem
          ? dataSentence(problem, speech)
          : speech.fill(w.weightAbout, { functions: speech.items([...FUNCTIONS.keys()]) })}
      </p>
      <FormulaColumns
        label={w.weightColumns}
        texts={weighingColumns({ preview, roles }).map(({ column, cell }) => columnInFormula(column, cell))}
        insert={(text) => field.current?.insert(text)}
      />
    </div>
  );
}
