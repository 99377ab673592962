/** In what two documents differ, in words: in a phrase each, or line by line with all there is to it. */
import type { GraphNode, Json, Schedule, Settings, Stage } from '../../model/document/graph';
import type { Difference, SettingName, WidthChange } from '../../model/edits/differences';
import { findBlock } from '../../model/nodes/registry';
import type { Speech } from '../../words/words';
import { titleOf } from '../board/describe';
import { changesInShort } from '../origin';

type Of<K extends Difference['kind']> = Extract<Difference, { kind: K }>;
type NameOf = (node: GraphNode) => string;

/** '+ SE gate', 'user-mlp: Widths 64 → 32', 'Learning rate 0.01 → 0.002', … */
export function differenceInShort(difference: Difference, speech: Speech): string {
  const { words, count } = speech;
  switch (difference.kind) {
    case 'structure': {
      const [added, removed] = [difference.added, difference.removed].map((nodes) => nodes.map(({ block }) => block));
      return added!.length + removed!.length > 0
        ? changesInShort({ added: added!, removed: removed! }, speech)
        : words.differences.wiring;
    }
    case 'widths': {
      const [only, ...more] = difference.changed;
      return only && more.length === 0
        ? widthInWords(only, ({ id }) => id, speech)
        : count(words.differences.widths, difference.changed.length);
    }
    default:
      return inPhrase(difference, ({ id }) => id, speech);
  }
}

/** Every block, field and width has a line of its own. */
export function differenceInLines(difference: Difference, speech: Speech): string[] {
  const { words, fill } = speech;
  const w = words.differences;
  // With its id: there may be several of a kind in either graph.
  const nameOf: NameOf = (node) =>
    fill(words.editing.node, { title: titleOf(node, findBlock(node.block), speech), id: node.id });
  switch (difference.kind) {
    case 'structure': {
      const { added, removed, edges } = difference;
      const lines = [
        ...added.map((node) => fill(w.added, { node: nameOf(node) })),
        ...removed.map((node) => fill(w.removed, { node: nameOf(node) })),
        ...(edges.added + edges.removed > 0 ? [fill(w.edges, { ...edges })] : []),
      ];
      return lines.length > 0 ? lines : [w.order];
    }
    case 'fields':
      return [
        ...difference.added.map((field) => fill(w.fieldsAdded, { fields: field })),
        ...difference.removed.map((field) => fill(w.fieldsRemoved, { fields: field })),
      ];
    case 'widths':
      return difference.changed.map((change) => widthInWords(change, nameOf, speech));
    default:
      return [inPhrase(difference, nameOf, speech)];
  }
}

function inPhrase(difference: Of<'fields' | 'param' | 'setting'>, nameOf: NameOf, speech: Speech): string {
  const { words, fill, items } = speech;
  switch (difference.kind) {
    case 'fields': {
      const { added, removed } = difference;
      return items([
        ...(added.length > 0 ? [fill(words.differences.fieldsAdded, { fields: items(added) })] : []),
        ...(removed.length > 0 ? [fill(words.differences.fieldsRemoved, { fields: items(removed) })] : []),
      ]);
    }
    case 'param':
      return paramInWords(difference, nameOf, speech);
    case 'setting':
      return settingInWords(difference, speech);
  }
}

const widthInWords = (change: WidthChange, nameOf: NameOf, speech: Speech): string =>
  'node' in change
    ? paramInWords(change, nameOf, speech)
    : speech.fill(speech.words.differences.tableWidth, {
        field: change.field,
        from: valueInWords(change.from, undefined, speech),
        to: valueInWords(change.to, undefined, speech),
      });

function paramInWords({ node, name, from, to }: Omit<Of<'param'>, 'kind'>, nameOf: NameOf, speech: Speech): string {
  const param = speech.words.blocks[findBlock(node.block)?.id ?? node.block]?.params[name] ?? name;
  return speech.fill(speech.words.differences.param, {
    node: nameOf(node),
    param,
    from: valueInWords(from, node.block, speech),
    to: valueInWords(to, node.block, speech),
  });
}

function settingInWords({ name, pattern, from, to }: Of<'setting'>, speech: Speech): string {
  const w = speech.words.differences;
  const setting = w.setting[name];
  const what = pattern === null ? setting : speech.fill(w.settingOf, { setting, pattern });
  const [before, after] = [settingValue(name, from, speech), settingValue(name, to, speech)];
  return before === after ? speech.fill(w.changed, { what }) : changeInWords(what, before, after, speech);
}

/** 'Seed 5 → 6' */
export const changeInWords = (what: string, from: string, to: string, { words, fill }: Speech): string =>
  fill(words.differences.value, { what, from, to });

function settingValue(name: SettingName, value: Json, speech: Speech): string {
  const { words, items, line, fill, number } = speech;
  if (name === 'seed') return String(value);
  if (name === 'until')
    return items((value as unknown as Stage['until'][]).map((until) => untilInWords(until, speech)));
  if (name === 'rule')
    return (words.settings.rules as Readonly<Record<string, string>>)[String(value)] ?? String(value);
  if (name === 'tablePrecision') return words.settings.tablePrecisions[value as Settings['tablePrecision']];
  if (name === 'schedule') {
    const schedule = value as unknown as Schedule;
    const decay = schedule.kind === 'cosine' ? [number(schedule.steps), number(schedule.floor)] : [];
    const warmup = schedule.warmup > 0 ? fill(words.differences.warmup, { n: schedule.warmup }) : '';
    return line(words.settings[schedule.kind], ...decay, warmup);
  }
  return valueInWords(value, undefined, speech);
}

function untilInWords(until: Stage['until'], { words, fill, count }: Speech): string {
  const w = words.differences;
  if ('patience' in until) return fill(w.patience, { patience: until.patience, most: until.maxEpochs });
  return 'epochs' in until ? count(w.epochs, until.epochs) : count(w.steps, until.steps);
}

/** @param block whose options have names; undefined for what is a number */
export function valueInWords(value: Json, block: string | undefined, speech: Speech): string {
  const { words, number, items } = speech;
  if (value === null) return words.common.none;
  if (typeof value === 'boolean') return value ? words.differences.on : words.differences.off;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return words.blocks[findBlock(block ?? '')?.id ?? '']?.options?.[value] ?? value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const parts = (value as readonly Json[]).map((part) => valueInWords(part, block, speech));
  return parts.length > 0 ? items(parts) : words.common.none;
}
