/** Which rows of a log are positives, where a label of zeros and ones tells: asked before the log is loaded. */
import { useId } from 'react';
import { flagLabels } from '../../lab/stores/data';
import { useBench, useData, useSpeech } from '../lab';

export function Positives() {
  const { data } = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.data;
  const preview = useData((state) => state.preview);
  const roles = useData((state) => state.roles);
  const where = useData((state) => state.protocol.where);
  const allPositive = useData((state) => state.allPositive);
  const group = useId();
  const labels = flagLabels({ preview, roles });
  if (labels.length === 0) return null;
  const choose = (filter: string): void => {
    data.setState({ allPositive: filter === '' });
    data.getState().setProtocol({ where: filter });
  };
  return (
    <fieldset className="form protocol positives">
      <legend>{w.positives}</legend>
      <p className="about">{w.positivesAbout}</p>
      {labels.map(({ column, zeros, ones }) => (
        <label key={column} className="row check">
          <span>{fill(w.positivesWhere, { column, ones: number(ones, 0), rows: number(zeros + ones, 0) })}</span>
          <input type="radio" name={group} checked={where === `${column}=1`} onChange={() => choose(`${column}=1`)} />
        </label>
      ))}
      <label className="row check">
        <span>{w.positivesAll}</span>
        <input type="radio" name={group} checked={where === '' && allPositive} onChange={() => choose('')} />
      </label>
    </fieldset>
  );
}
