/** Which rows of a log are positives, where a label of zeros and ones tells: asked before the log is loaded. */
import { useId } from 'react';
import { flagLabels } from '../../lab/stores/data';
import { useBench, useData, useSpeech } from '../lab';

/** What becomes of the rows that are no positives: the condition of the protocol that tells them apart. */
const OTHERS = { where: 'othersLeftOut', positives: 'othersShown' } as const;
type Others = keyof typeof OTHERS;

export function Positives() {
  const { data } = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.data;
  const preview = useData((state) => state.preview);
  const roles = useData((state) => state.roles);
  const { where, positives } = useData((state) => state.protocol);
  const allPositive = useData((state) => state.allPositive);
  const group = useId();
  const labels = flagLabels({ preview, roles });
  if (labels.length === 0) return null;
  const others: Others = positives === '' ? 'where' : 'positives';
  const choose = (condition: string, rest: Others): void => {
    data.setState({ allPositive: condition === '' });
    data.getState().setProtocol({ where: '', positives: '', [rest]: condition });
  };
  const chosen = labels.map(({ column }) => `${column}=1`).find((one) => one === where || one === positives);
  return (
    <fieldset className="form protocol positives">
      <legend>{w.positives}</legend>
      <p className="about">{w.positivesAbout}</p>
      {labels.map(({ column, zeros, ones }) => (
        <label key={column} className="row check">
          <span>{fill(w.positivesWhere, { column, ones: number(ones, 0), rows: number(zeros + ones, 0) })}</span>
          <input
            type="radio"
            name={group}
            checked={chosen === `${column}=1`}
            onChange={() => choose(`${column}=1`, others)}
          />
        </label>
      ))}
      <label className="row check">
        <span>{w.positivesAll}</span>
        <input
          type="radio"
          name={group}
          checked={where === '' && positives === '' && allPositive}
          onChange={() => choose('', 'where')}
        />
      </label>
      {chosen !== undefined && (
        <fieldset>
          <legend>{w.others}</legend>
          {(Object.keys(OTHERS) as Others[]).map((rest) => (
            <label key={rest} className="row check">
              <span>{w[OTHERS[rest]]}</span>
              <input
                type="radio"
                name={`${group}others`}
                checked={others === rest}
                onChange={() => choose(chosen, rest)}
              />
            </label>
          ))}
          <p className="about">{w.othersAbout}</p>
        </fieldset>
      )}
    </fieldset>
  );
}
