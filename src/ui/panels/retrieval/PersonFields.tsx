/** Fields of the person who is looked at, each a choice among its values. */
import { useEffect, useId, useState } from 'react';
import type { PersonField } from '../../../lab/evaluate/person-fields';
import { useBench, useRun, useSpeech } from '../../lab';
import { withField, type PersonEdit } from './person-edit';

/** Of a field. */
const MOST_VALUES = 200;

export function PersonFields({ edit, change }: { edit: PersonEdit; change(edit: PersonEdit): void }) {
  const { words } = useSpeech();
  const w = words.person;
  const fields = useFields(edit.base);
  const about = useId();
  const [open, setOpen] = useState(edit.base === null);
  if (fields.length === 0) return null;
  return (
    <details className="person-fields" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.fields}</summary>
      <p className="about" id={about}>
        {w.fieldsAbout}
      </p>
      <div className="form" role="group" aria-label={w.fields} aria-describedby={about}>
        {fields.map(({ name, values, value: own }) => {
          const value = edit.fields[name] ?? own;
          const offered = ['', ...values];
          return (
            <label key={name} className={value === own ? 'row' : 'row is-set'}>
              <span>{name}</span>
              <select value={value} onChange={(event) => change(withField(edit, name, event.target.value, own))}>
                {(offered.includes(own) ? offered : [own, ...offered]).map((one) => (
                  <option key={one} value={one}>
                    {one || w.missing}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
    </details>
  );
}

/** Of the trained towers: others may read other fields. */
function useFields(user: number | null): readonly PersonField[] {
  const bench = useBench();
  const graph = useRun((run) => run.trained?.graph);
  const [fields, setFields] = useState<readonly PersonField[]>([]);
  useEffect(() => {
    let wanted = graph !== undefined;
    void bench.ask('personFields', { user, most: MOST_VALUES }).then((answer) => {
      if (wanted && answer) setFields(answer.fields);
    });
    return () => {
      wanted = false;
    };
  }, [bench, user, graph]);
  return fields;
}
