/** A live value split by a field: what each category, or each length of a text, has on average. */
import { useState } from 'react';
import type { ValuesByField } from '../../lab/protocol';
import { splitsRows, type Probe } from '../../model/probe';
import { useBench, useData, useRun, useSpeech } from '../lab';
import { labelOf } from '../live';
import { Amounts } from './Amounts';

const DIGITS = 3;

export function ByField({ probe }: { probe: Probe }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const [split, setSplit] = useState<ValuesByField | null>(null);
  const graph = useRun((run) => run.trained?.graph);
  const fields = useData((data) => data.summary?.fields) ?? [];
  const side = graph?.nodes.find(({ id }) => id === probe.nodeId)?.side;
  if (side !== 'user' && side !== 'item') return null;
  const offered = fields.filter((field) => splitsRows(field, side));
  if (offered.length === 0) return null;
  const w = words.inside;
  const rows = split && [[w.all, split.all] as const, ...split.groups.map((group) => [group.name, group] as const), ...(split.others ? [[w.others, split.others] as const] : [])];
  const heading = (): string => (split?.kind === 'tokens' ? fill(w.words, { field: split.field }) : split?.kind === 'trigrams' ? fill(w.characters, { field: split.field }) : (split?.field ?? ''));
  return (
    <>
      <label className="row">
        <span>{w.by}</span>
        <select value={split?.field ?? ''} onChange={(event) => void (event.target.value === '' ? setSplit(null) : bench.valuesByField(probe.key, event.target.value).then(setSplit))}>
          <option value="">{words.common.none}</option>
          {offered.map(({ name }) => <option key={name} value={name}>{name}</option>)}
        </select>
      </label>
      {split && rows && (
        <Amounts
          label={heading()}
          caption={side === 'item' ? w.byItems : w.byUsers}
          head={[heading(), w.rows, ...split.labels.map((label) => labelOf(probe.block, label, speech))]}
          rows={rows.map(([name, { rows: count, means }]) => ({ name, cells: [number(count), ...means.map((mean) => number(mean, DIGITS))] }))}
        />
      )}
    </>
  );
}
