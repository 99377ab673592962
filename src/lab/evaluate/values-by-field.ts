/**
 * Live values of a node split by a field of its rows, or by how many events are known of them: the mean over the rows
 * of each category, or over texts or pasts of each length. All items, or all users tested.
 */
import { FIRST_VALUE, isText, type Field } from '../../data/dataset';
import { splitsRows } from '../../model/check/probe';
import type { LiveModel } from '../training/live-model';
import { rowsOfTargets } from './targets';
import type { Watch } from '../waits';
import type { DatasetSummary } from '../loading/describe-data';

export interface GroupMeans {
  rows: number;
  means: number[];
}

/**
 * Means of a live value, over all rows, over those of each group, and over the rows left (null = none): rarer
 * categories, and rows without one. Without a field the groups are those of `valuesByField`'s null.
 */
export interface ValuesByField {
  labels: readonly string[];
  field: { name: string; kind: DatasetSummary['fields'][number]['kind'] } | null;
  all: GroupMeans;
  groups: (GroupMeans & { name: string })[];
  others: GroupMeans | null;
}

/** Categories with rows of their own in the table; the others share one. */
const MOST_GROUPS = 12;
/** The most of each group of lengths; the last group has no end. */
const LENGTHS = [2, 4, 8, 16, 32, 64, 128];

/**
 * @throws RangeError for a live value or a field that is not there, and for a field that does not split the rows of the
 * node; the signal's reason when aborted
 */
export async function valuesByField(
  { dataset, compiled, encoder, graph }: LiveModel,
  key: string,
  fieldName: string | null,
  { signal, onProgress }: Partial<Watch> = {},
): Promise<ValuesByField> {
  const probe = compiled.probes.find((known) => known.key === key && known.per === 'row');
  const side = graph.nodes.find(({ id }) => id === probe?.nodeId)?.side;
  const field = fieldName === null ? null : dataset.fields.find(({ name }) => name === fieldName);
  if (!probe || (side !== 'user' && side !== 'item'))
    throw new RangeError(
      `no live value "${key}" by row of a tower; known: ${compiled.probes.map((known) => known.key).join(', ')}`,
    );
  if (field === undefined || (field && !splitsRows(field, side)))
    throw new RangeError(`"${fieldName}" is no category and no text of the ${side} side`);

  const count = probe.labels.length;
  const groups = new Groups(count);
  const add = async (
    rows: number,
    values: { data(): Promise<ArrayLike<number>>; dispose(): void },
    groupOf: (row: number) => string,
  ): Promise<void> => {
    const numbers = await values.data();
    values.dispose();
    for (let row = 0; row < rows; row++) groups.add(groupOf(row), numbers, row * count);
  };
  if (side === 'item') {
    let first = 0;
    // All parts with the weights of one moment, then read.
    for (const { rows, values } of encoder.itemValues(key)) {
      const from = first;
      await add(rows, values, (row) =>
        field ? valueOf(field, from + row) : groupOfLength(dataset.split.itemCounts[from + row]!),
      );
      first += rows;
    }
  } else {
    const targets = dataset.split.test;
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      signal?.throwIfAborted();
      onProgress?.(from / targets.length);
      const part = targets.slice(from, from + encoder.userRows);
      const rows = rowsOfTargets(dataset, part, compiled);
      const owners = field?.owner === 'context' ? rows.events : rows.users;
      await add(part.length, encoder.userValues(rows, key), (row) =>
        field ? valueOf(field, owners[row]!) : groupOfLength(part[row]!.history),
      );
    }
  }
  return {
    labels: probe.labels,
    field: field && { name: field.name, kind: field.kind },
    ...groups.table(!field || isText(field)),
  };
}

/** '0', '1 – 2', '3 – 4', … */
function groupOfLength(length: number): string {
  if (length === 0) return '0';
  const at = LENGTHS.findIndex((most) => length <= most);
  return at < 0 ? `${LENGTHS.at(-1)! + 1} –` : `${(LENGTHS[at - 1] ?? 0) + 1} – ${LENGTHS[at]}`;
}

/** A category, or how many tokens or characters; '' where the row has none. */
function valueOf({ kind, ids, weights, length, vocabulary }: Field, owner: number): string {
  const first = ids[owner * length] ?? 0;
  if (!isText({ kind })) return vocabulary[first - FIRST_VALUE] ?? '';
  let slots = 0;
  while (slots < length && weights![owner * length + slots] !== 0) slots++;
  // A missing text is one slot of the row for missing ones.
  return slots === 0 || first === 0 ? '' : groupOfLength(slots);
}

class Groups {
  private readonly sums = new Map<string, { rows: number; sums: Float64Array }>();

  constructor(private readonly count: number) {}

  add(group: string, values: ArrayLike<number>, from: number): void {
    const own = this.sums.get(group) ?? { rows: 0, sums: new Float64Array(this.count) };
    this.sums.set(group, own);
    own.rows += 1;
    for (let i = 0; i < this.count; i++) own.sums[i] = own.sums[i]! + values[from + i]!;
  }

  /** Lengths in their order; categories with most rows first, and those beyond the most in one. */
  table(byLength: boolean): Pick<ValuesByField, 'all' | 'groups' | 'others'> {
    const named = [...this.sums].filter(([name]) => name !== '');
    const sorted = byLength
      ? named.sort(([a], [b]) => parseInt(a, 10) - parseInt(b, 10))
      : named.sort(([, a], [, b]) => b.rows - a.rows);
    const row = (parts: readonly { rows: number; sums: Float64Array }[]) => {
      const rows = parts.reduce((sum, part) => sum + part.rows, 0);
      return {
        rows,
        means: Array.from(
          { length: this.count },
          (_, i) => parts.reduce((sum, part) => sum + part.sums[i]!, 0) / Math.max(1, rows),
        ),
      };
    };
    const others = [
      ...sorted.slice(MOST_GROUPS).map(([, sums]) => sums),
      ...(this.sums.has('') ? [this.sums.get('')!] : []),
    ];
    return {
      all: row([...this.sums.values()]),
      groups: sorted.slice(0, MOST_GROUPS).map(([name, sums]) => ({ name, ...row([sums]) })),
      others: others.length === 0 ? null : row(others),
    };
  }
}
