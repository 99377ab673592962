/** What one run differs in from another one, in short phrases. */
import { findBlock } from '../../model/nodes/registry';
import type { Difference } from '../../model/edits/counted-differences';
import type { Json, Schedule, Stage } from '../../model/document/graph';
import type { RunDifference } from '../../lab/comparison/compare';
import type { Speech } from '../../words/words';
import { changesInShort } from '../origin';

type Parts = Pick<RunDifference, 'seed' | 'data'> & { changes: readonly Difference[] };

/** 'Learning rate 0.01 → 0.002', '+ SE gate', …; none where nothing differs. */
export function differencesInWords(
  { changes, seed, data }: Parts,
  speech: Speech,
  nameOf: (data: string) => string,
): string[] {
  const { words } = speech;
  const value = (what: string, from: string, to: string): string =>
    speech.fill(words.comparison.change.value, { what, from, to });
  return [
    ...changes.flatMap((change) => inWords(change, speech)),
    ...(seed ? [value(words.settings.seed, String(seed.from), String(seed.to))] : []),
    ...(data ? [value(words.comparison.change.data, nameOf(data.from), nameOf(data.to))] : []),
  ];
}

function inWords(change: Difference, speech: Speech): string[] {
  const { words, fill, count, items } = speech;
  const w = words.comparison.change;
  switch (change.kind) {
    case 'blocks':
      return [changesInShort({ added: [...change.added], removed: [...change.removed] }, speech)];
    case 'fields':
      return [
        ...(change.added.length > 0 ? [fill(w.fieldsAdded, { fields: items(change.added) })] : []),
        ...(change.removed.length > 0 ? [fill(w.fieldsRemoved, { fields: items(change.removed) })] : []),
      ];
    case 'param': {
      const param = words.blocks[findBlock(change.block)?.id ?? change.block]?.params[change.name] ?? change.name;
      const [from, to] = [change.from, change.to].map((value) => paramValue(value, change.block, speech));
      return [fill(w.param, { param, node: change.node, from: from!, to: to! })];
    }
    case 'widths': {
      const [only, ...more] = change.changed;
      if (!only || more.length > 0) return [count(w.widths, change.changed.length)];
      const [from, to] = [only.from, only.to].map((value) => paramValue(value, undefined, speech));
      return [fill(w.value, { what: only.of, from: from!, to: to! })];
    }
    case 'wiring':
      return [w.wiring];
    case 'setting': {
      const [from, to] = [change.from, change.to].map((value) => settingValue(change.setting, value, speech));
      return [fill(w.value, { what: settingName(change.setting, speech), from: from!, to: to! })];
    }
  }
}

type SettingName = Extract<Difference, { kind: 'setting' }>['setting'];

function settingName(setting: SettingName, { words }: Speech): string {
  if (setting === 'stages') return words.comparison.change.stages;
  return words.settings[setting === 'optimizers' ? 'optimizer' : setting];
}

function settingValue(setting: SettingName, value: Json, speech: Speech): string {
  const { words, items, line, fill, number } = speech;
  const w = words.comparison.change;
  if (setting === 'until')
    return items((value as unknown as Stage['until'][]).map((until) => untilInWords(until, speech)));
  if (setting === 'rule') {
    const rules = words.settings.rules as Readonly<Record<string, string>>;
    return items([value].flat().map((rule) => rules[String(rule)] ?? String(rule)));
  }
  if (setting === 'schedule') {
    const schedule = value as unknown as Schedule;
    const decay = schedule.kind === 'cosine' ? [number(schedule.steps), number(schedule.floor)] : [];
    const warmup = schedule.warmup > 0 ? fill(w.warmup, { n: schedule.warmup }) : '';
    return line(words.settings[schedule.kind], ...decay, warmup);
  }
  return paramValue(value, undefined, speech);
}

function untilInWords(until: Stage['until'], { words, fill, count }: Speech): string {
  const w = words.comparison.change;
  if ('patience' in until) return fill(w.patience, { patience: until.patience, most: until.maxEpochs });
  return 'epochs' in until ? count(w.epochs, until.epochs) : count(w.steps, until.steps);
}

/** @param block whose options have names; undefined for what is a number */
export function paramValue(value: Json, block: string | undefined, speech: Speech): string {
  const { words, number, items } = speech;
  const w = words.comparison.change;
  if (value === null) return words.common.none;
  if (typeof value === 'boolean') return value ? w.on : w.off;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return words.blocks[findBlock(block ?? '')?.id ?? '']?.options?.[value] ?? value;
  if (Array.isArray(value))
    return value.length === 0
      ? words.common.none
      : items((value as readonly Json[]).map((one) => paramValue(one, block, speech)));
  return JSON.stringify(value);
}
