/** Parsed tables and the meaning of their columns to a data set: events, split, fields, names. */
import type { Dataset, Field, Protocol } from './dataset';
import { refuseCutColumns } from './cut-columns';
import { filterEvents, type KeptEvents } from './events';
import { encodeField, idField } from './fields/encode';
import { suggestEncoding } from './fields/guess';
import { textFields } from './fields/texts';
import { fingerprint } from './fingerprint';
import { describe, undescribed, type Described, type Entities } from './describe-entities';
import { refuseUnreadTime } from './guess-notices';
import { collectEvents, rowReport, type CollectedEvents } from './collect-events';
import type { Rejects } from './rejected-rows';
import { findColumn } from './roles';
import { refuseShownAtRandom, shownRows } from './shown';
import { splitEvents } from './split';
import type { Roles, RowReport, Table } from './table';
import { readFormula, rolesUnder } from './weight-formula/formula';
import { weighEvents } from './weight-formula/weigh';

export interface BuildInput {
  name: string;
  log: Table;
  items: Table | null;
  users: Table | null;
  roles: Roles;
  protocol: Protocol;
  seed: number;
  /** 0..1 */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

export interface Built {
  dataset: Dataset;
  /**
   * Rows of the log. `kept` counts the usable rows that pass `where`, positives or not, before repeats and k-core; rows
   * that `where` leaves out are `filtered`. Some reasons are for information (`isUnusable`): rows of an `unknown-item`
   * or `unknown-user` are kept, with missing fields; `repeated-item` and `repeated-user` count rows of the tables.
   */
  report: RowReport;
  time: CollectedEvents['time'];
}

/**
 * Vocabularies and bucket edges come from the users, items and events of the training part alone; what occurs only
 * outside it is UNKNOWN.
 *
 * @throws DataError whatever is wrong with the files, the columns, the filter, the formula of weights, or what they
 * leave
 * @throws DOMException `AbortError` where the signal says so
 */
export async function buildDataset(input: BuildInput): Promise<Built> {
  const { log, roles, protocol } = input;
  const progress = async (fraction: number): Promise<void> => {
    input.onProgress?.(fraction);
    // Lets a cancel come in.
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    input.signal?.throwIfAborted();
  };
  await progress(0);
  refuseShownAtRandom(protocol);
  const formula = readFormula(protocol.weight);
  const logRoles = formula ? rolesUnder(formula, log, roles.log) : roles.log;
  for (const file of ['log', 'items', 'users'] as const)
    refuseCutColumns(input[file], file === 'log' ? logRoles : roles[file], file);
  const collected = collectEvents(log, logRoles, protocol.where, protocol.positives);
  await progress(0.2);
  if (protocol.split !== 'random' && !collected.raw.hasTime) refuseUnreadTime(log, roles.log);
  const kept = filterEvents(collected.raw, protocol);
  const split = splitEvents({ ...kept, hasTime: collected.raw.hasTime }, protocol, input.seed);
  const others = collected.shown;
  const shown = others && shownRows(others, collected.raw, kept, split, protocol);
  const events = formula ? { ...kept.events, weight: weighEvents(formula, kept, split, protocol) } : kept.events;
  await progress(0.4);

  const training = trainingMasks(kept, split.train);
  const totals = eventTotals(collected, kept);
  const describeBy = (entities: Entities, table: Table | null, columns: Roles['items']): Described =>
    table === null || columns === null ? undescribed(entities) : describe(entities, table, columns);
  const items = describeBy(
    { kind: 'item', ids: kept.items, training: training.items, events: totals.items },
    input.items,
    roles.items,
  );
  await progress(0.6);
  const users = describeBy(
    { kind: 'user', ids: kept.users, training: training.users, events: totals.users },
    input.users,
    roles.users,
  );
  await progress(0.8);
  const rowOfEvent = kept.source.map((at) => collected.row[at]!);
  const context = contextFields(input, rowOfEvent, shown?.row ?? new Uint32Array(0), training.events);
  await progress(0.9);

  noteTables(collected, items, users);
  const fields = uniquelyNamed([
    idField('user id', 'user', kept.users),
    idField('item id', 'item', kept.items),
    ...items.fields,
    ...users.fields,
    ...context.fields,
    ...items.texts,
    ...users.texts,
    ...context.texts,
  ]);
  const encoded = {
    users: kept.users,
    items: kept.items,
    events,
    userStart: kept.userStart,
    shown: shown?.shown ?? null,
    fields,
    hasTime: collected.raw.hasTime,
    split,
    protocol,
  };
  const dataset = {
    ...encoded,
    name: input.name,
    itemTitles: items.titles,
    itemNotes: items.notes,
    userTitles: users.titles,
    fingerprint: fingerprint(encoded),
  };
  await progress(1);
  const { row, rejects, filtered, time } = collected;
  const report = rowReport(log, row.length + (others?.row.length ?? 0), rejects, filtered);
  return { dataset, report: others ? { ...report, positives: row.length } : report, time };
}

/** Which users, items and events occur in the training part. */
function trainingMasks(
  { events, users, items }: KeptEvents,
  train: Uint32Array,
): Record<'users' | 'items' | 'events', Uint8Array> {
  const masks = {
    users: new Uint8Array(users.length),
    items: new Uint8Array(items.length),
    events: new Uint8Array(events.user.length),
  };
  for (const e of train) {
    masks.events[e] = 1;
    masks.users[events.user[e]!] = 1;
    masks.items[events.item[e]!] = 1;
  }
  return masks;
}

/** Events of each kept user and item in the whole log. */
function eventTotals(
  { raw }: CollectedEvents,
  { source, events, users, items }: KeptEvents,
): Record<'users' | 'items', Uint32Array> {
  const count = (codes: Uint32Array, values: number): Uint32Array => {
    const counts = new Uint32Array(values);
    for (const code of codes) counts[code]!++;
    return counts;
  };
  const rawUsers = count(raw.user, raw.userIds.length);
  const rawItems = count(raw.item, raw.itemIds.length);
  const totals = { users: new Uint32Array(users.length), items: new Uint32Array(items.length) };
  source.forEach((row, e) => {
    totals.users[events.user[e]!] = rawUsers[raw.user[row]!]!;
    totals.items[events.item[e]!] = rawItems[raw.item[row]!]!;
  });
  return totals;
}

/**
 * @param events rows of the log, and `shown` those behind them
 * @param trained [events] 1 in the training part
 */
function contextFields(
  { log, roles }: BuildInput,
  events: Uint32Array,
  shown: Uint32Array,
  trained: Uint8Array,
): Pick<Described, 'fields' | 'texts'> {
  const rows = new Uint32Array(events.length + shown.length);
  rows.set(events);
  rows.set(shown, events.length);
  const training = new Uint8Array(rows.length);
  training.set(trained);
  const read = roles.log
    .filter(({ role }) => role === 'context')
    .map((spec) => {
      const column = findColumn(log, spec.column);
      const suggested = suggestEncoding(column);
      const cells = { dictionary: column.dictionary, codes: rows.map((row) => column.codes[row]!), training };
      return {
        name: column.name,
        cells,
        encoding: spec.encoding ?? suggested?.encoding ?? 'categorical',
        separator: suggested?.separator,
      };
    });
  return {
    fields: read.flatMap(
      ({ name, cells, encoding, separator }) => encodeField(name, 'context', cells, encoding, separator) ?? [],
    ),
    texts: read
      .filter(({ encoding }) => encoding === 'words')
      .flatMap(({ name, cells }) => textFields(name, 'context', cells)),
  };
}

/** Fields are told apart by name in graphs and weights: a name that both tables use gets its owner in front. */
function uniquelyNamed(fields: readonly Field[]): Field[] {
  const taken = new Set<string>();
  return fields.map((field) => {
    let name = field.name;
    if (taken.has(name)) name = `${field.owner} ${name}`;
    for (let n = 2; taken.has(name); n++) name = `${field.owner} ${field.name} (${n})`;
    taken.add(name);
    return name === field.name ? field : { ...field, name };
  });
}

function noteTables({ raw, rejects }: CollectedEvents, items: Described, users: Described): void {
  const note = (
    reason: Parameters<Rejects['add']>[0],
    codes: Uint32Array,
    ids: readonly string[],
    knows: Described['knows'],
  ): void => {
    const unknown = Uint8Array.from(ids, (id) => Number(!knows(id)));
    codes.forEach((code, r) => {
      if (unknown[code] === 1) rejects.add(reason, raw.line[r]!, ids[code]!);
    });
  };
  note('unknown-item', raw.item, raw.itemIds, items.knows);
  note('unknown-user', raw.user, raw.userIds, users.knows);
  for (const { line, id } of items.repeated) rejects.add('repeated-item', line, id);
  for (const { line, id } of users.repeated) rejects.add('repeated-user', line, id);
}
