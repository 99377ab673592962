/** What is asked of a user's interests: the category that describes them, and how varied the merged list is. */
import { FieldSelect } from '../../controls/FieldSelect';
import { useSpeech } from '../../lab';
import type { DatasetSummary } from '../../../lab/loading/describe-data';

const VARIETIES = [0, 0.1, 0.25, 0.5, 1];

export interface Question {
  /** Name of a field; null: none. */
  category: string | null;
  /** What an item of the merged list gains for each item before it of another category; 0: the maximum alone. */
  diversity: number;
}

/** @param fields that may be the category */
export function InterestQuestion({
  fields,
  question: { category, diversity },
  change,
}: {
  fields: DatasetSummary['fields'];
  question: Question;
  change(change: Partial<Question>): void;
}) {
  const { words, number } = useSpeech();
  const w = words.interestLists;
  return (
    <div className="asked">
      <FieldSelect
        label={w.category}
        none={w.noCategory}
        fields={fields}
        value={category}
        change={(name) => change(name === null ? { category: null, diversity: 0 } : { category: name })}
      />
      {category !== null && (
        <label className="row" title={w.diversityAbout}>
          <span>{w.diversity}</span>
          <select value={diversity} onChange={(event) => change({ diversity: Number(event.target.value) })}>
            {VARIETIES.map((value) => (
              <option key={value} value={value}>
                {number(value, value === 0 ? 0 : 2)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
