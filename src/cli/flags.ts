/** The flags of the headless lab: what a value must look like, and what it is for. */
import { resolve } from 'node:path';
import type { FileKind } from '../data/file-kinds';
import { readFilter } from '../data/row-filter';
import { sources } from '../data/sources/sources';
import { TIME_UNITS } from '../data/time';
import { readFormula } from '../data/weight-formula/formula';
import { FUNCTIONS } from '../data/weight-formula/functions';
import { CHOICES_OF_RANKERS } from '../lab/rankers/ranker';
import type { Json } from '../model/document/graph';
import { dialectArguments, type Dialects } from './format-flags';
import { UsageError } from './usage-error';

export interface Flag<T> {
  /** What stands for the value in the help; null for a switch. */
  value: string | null;
  about: string;
  short?: string;
  /** @throws UsageError naming the flag, what it got and what it takes; DataError where the place in it is known. */
  read(text: string, flag: string): T;
}

const refuse = (flag: string, got: string, allowed: string): never => {
  throw new UsageError(`${flag}: got "${got}", takes ${allowed}`);
};

export const text = (value: string, about: string): Flag<string> => ({
  value,
  about,
  read: (given, flag) => given || refuse(flag, given, `a ${value.toLowerCase()}`),
});
export const toggle = (about: string): Flag<true> => ({ value: null, about, read: () => true });
export const integer = (min: number, max: number, about: string, short?: string): Flag<number> => ({
  value: 'N',
  about,
  ...(short ? { short } : {}),
  read(given, flag) {
    const n = Number(given);
    return /^\d+$/.test(given) && n >= min && n <= max
      ? n
      : refuse(flag, given, `a whole number from ${min} to ${max}`);
  },
});
export const positive = (max: number, about: string): Flag<number> => ({
  value: 'X',
  about,
  read(given, flag) {
    const x = Number(given);
    return given.trim() !== '' && x > 0 && x <= max ? x : refuse(flag, given, `a number above 0, at most ${max}`);
  },
});
/** 0.1 or 10%. */
export const share = (about: string): Flag<number> => ({
  value: 'SHARE',
  about,
  read(given, flag) {
    const isPercent = given.endsWith('%');
    const digits = isPercent ? given.slice(0, -1) : given;
    const value = Number(digits) / (isPercent ? 100 : 1);
    return digits.trim() !== '' && value >= 0 && value <= 1 ? value : refuse(flag, given, 'a share such as 0.1 or 10%');
  },
});
export const choice = <const O extends readonly string[]>(options: O, about: string): Flag<O[number]> => ({
  value: options.join('|'),
  about,
  read: (given, flag) => options.find((option) => option === given) ?? refuse(flag, given, options.join(' or ')),
});

const EXTENSIONS = sources.flatMap(({ extensions }) => extensions).join(', ');

const condition = (about: string): Flag<string> => ({
  value: 'CONDITION',
  about,
  read: (given, flag) =>
    readFilter(given).length > 0
      ? given
      : refuse(flag, given, 'a column, then =, !=, >=, <=, >, < or in, then a value'),
});

const weight: Flag<string> = {
  value: 'FORMULA',
  about: `what a training row weighs, by the outcomes of its pair: "click + 2 * like + log1p(dwell_ms / 1000)", 'behavior == "purchase"'; functions ${[...FUNCTIONS.keys()].join(', ')}`,
  // What is wrong with it is said by its place.
  read: (given, flag) => (readFormula(given) ? given : refuse(flag, given, 'a formula')),
};

/** Another value for a parameter of a node of the graph. */
export interface ParamChange {
  node: string;
  name: string;
  value: Json;
}

const params: Flag<readonly ParamChange[]> = {
  value: 'NODE.NAME=VALUE,…',
  about: 'block parameters to override, e.g. interests.count=1 or mlp.widths=[128,64]',
  read(given, flag) {
    // A list keeps its commas.
    const changes = given.split(/,(?![^[]*\])/).map((change) => /^([\w-]+)\.(\w+)=(.+)$/.exec(change));
    return changes.map((change) =>
      change
        ? { node: change[1]!, name: change[2]!, value: valueOf(change[3]!) }
        : refuse(flag, given, 'NODE.NAME=VALUE,…'),
    );
  },
};

/** Numbers, switches and lists as JSON has them; anything else is a word. */
function valueOf(given: string): Json {
  try {
    return JSON.parse(given) as Json;
  } catch {
    return given;
  }
}

/** Values apart by commas. */
const listed = (value: string, about: string): Flag<readonly string[]> => ({
  value,
  about,
  read(given, flag) {
    const ids = given.split(',').map((id) => id.trim());
    return ids.every((id) => id !== '') ? ids : refuse(flag, given, value);
  },
});

const fieldValues: Flag<ReadonlyMap<string, string>> = {
  value: 'FIELD=VALUE,…',
  about: 'other values for fields of the user or of the context; several of one field as A|B, none as FIELD=',
  // A comma belongs to a value where no field follows it.
  read: (given, flag) =>
    new Map(
      given.split(/,(?=[^,=]+=)/).map((change): [string, string] => {
        const at = change.indexOf('=');
        return at > 0 ? [change.slice(0, at).trim(), change.slice(at + 1)] : refuse(flag, given, 'FIELD=VALUE,…');
      }),
    ),
};

export const FLAGS = {
  log: text('FILE', `interaction log, one row per event (${EXTENSIONS})`),
  items: text('FILE', 'item table, joined by id'),
  users: text('FILE', 'user table, joined by id'),
  columns: text(
    'user=NAME,item=NAME,time=NAME,…',
    'column roles, by name, or by zero-based position if the file has no header',
  ),
  'items-columns': text('id=NAME,title=NAME,…', 'column roles of the item table: id, title, field, ignore'),
  'users-columns': text('id=NAME,…', 'column roles of the user table'),
  'time-unit': choice(TIME_UNITS, 'what the numbers of the time column count; guessed unless given'),
  where: condition(
    'use only the rows of the log that match: is_click=1, "rating >= 8", "action in buy, cart"; also !=, <=, > and <',
  ),
  positives: condition(
    'of these rows, those that match are events; the others are kept as shown and not taken: never history, but tested as pairs (AUC)',
  ),
  weight,
  preset: text('ID', 'preset graph; see `presets`'),
  graph: text('FILE', 'your own towers instead of a preset: a file of Export, or a graph (JSON)'),
  params,
  world: text('ID', 'generated world instead of a log; see `worlds`'),
  events: integer(1, 10_000_000, 'number of events in the world (its full size)'),
  'world-seed': integer(0, 0xffff_ffff, 'seed of the world (1)'),
  baselines: choice(
    CHOICES_OF_RANKERS,
    'which baselines to compute; fast: those that neither search for settings nor invert a matrix (all)',
  ),
  seed: integer(0, 0xffff_ffff, 'random seed for training'),
  epochs: integer(1, 100_000, 'train for this many epochs instead of early stopping'),
  steps: integer(1, 100_000_000, 'train for this many steps instead of early stopping'),
  batch: integer(2, 65_536, 'batch size'),
  dim: integer(1, 1024, 'embedding width'),
  lr: positive(10, 'learning rate for all weights'),
  'table-precision': choice(['float32', 'float16'], 'how embedding tables are stored (float32)'),
  'min-item-events': integer(1, 1_000_000, 'drop items with fewer events (5)'),
  'min-user-events': integer(1, 1_000_000, 'drop users with fewer events (3)'),
  split: choice(['leave-last-out', 'last-fifth', 'time', 'random'], 'how the test set is held out (leave-last-out)'),
  ties: choice(
    ['strict', 'file'],
    'events with equal timestamps: strict excludes them from each other’s history; file uses the line order (strict)',
  ),
  repeats: choice(['first', 'all'], 'which events to keep per user-item pair (first)'),
  'keep-seen': toggle('keep items from the user’s history in the ranking'),
  weights: text('FILE', 'weights file, written by --out or exported from the page'),
  user: text('ID', 'user id as it appears in the log'),
  history: listed(
    'ID[@TIME],…',
    'items in place of the user’s history, oldest first; without --user, those of a new person',
  ),
  without: listed('ID,…', 'items struck from the user’s history'),
  set: fieldValues,
  item: text('ID', 'item id as it appears in the log'),
  k: integer(1, 1000, 'number of items to list (20)', 'k'),
  'per-interest': toggle('also list what each interest retrieves on its own'),
  category: text('FIELD', 'item field that describes the interests (the first categorical one)'),
  diversity: positive(100, 'bonus in the merged list for each higher-ranked item of a different category'),
  'as-of': choice(
    ['end', 'test'],
    'end: all users, with their full history; test: tested users with their test-time history, held-out items and excluded items, so that HR@10 can be computed from the file alone (end)',
  ),
  out: text('PATH', 'output path'),
  datasets: text('FOLDER', 'folder with the reference data sets'),
  seeds: integer(1, 10, 'number of seeds (5)'),
  'first-seed': integer(0, 0xffff_ffff - 10, 'first seed (1); seeds other than 1 to 5 are for experiments'),
  arms: text('NAME,NAME,…', 'run only these arms of the study'),
  'user-id': integer(1, 1024, 'add a user-id embedding of this width, which presets omit when there is a history'),
  'recent-popularity': toggle('add the popularity of the item at the moment of the request to the score'),
  'measure-fields': toggle(
    'time on this device what each field costs that a gate chooses among, and charge for that (preset fscd)',
  ),
  teacher: text(
    'FILE',
    'weights file of a frozen teacher: two towers that judge relevance (mobius), or any model whose scores a ranker learns from',
  ),
  ranker: text(
    'FILE',
    'weights file of a ranker, or of any model, to compare with: overlap and rank correlation beside the hits of both',
  ),
  scores: text('COLUMN', 'label column with the scores of a ranker, to compare with'),
  presets: text('ID,ID,…', 'presets to train (two-tower)'),
  'ids-only': toggle('also train two-tower on ids only, as the PyTorch reference model does'),
  sets: text('ID,ID,…', 'reference logs to run (all); lets several processes share the work, each with its own record'),
  against: text('NAME', 'row of the table that the differences of all others are from (two-tower)'),
  recorded: toggle('train nothing: the tables of what --record has, of all its presets unless --presets names some'),
  'run-dir': text('FOLDER', 'keep each run here as a file, with its curves and result; see `runs`'),
  resume: {
    value: '[ID]',
    about: 'go on with an interrupted run of --run-dir (the newest), with its data, graph and settings',
    read: (given) => given,
  } satisfies Flag<string> as Flag<string>,
  device: choice(['webgpu', 'cpu'], 'where to compute: cpu needs no WebGPU and takes one thread (webgpu)'),
  record: text('FILE', 'JSON lines file: finished runs are appended and not repeated'),
  'max-bad': share(
    'refuse a file of which more rows cannot be used, such as 0.1 or 10% (50%); rows left out by --where do not count',
  ),
  json: toggle('print one JSON object to stdout'),
  help: toggle('show this help'),
} satisfies Record<string, Flag<unknown>>;

export type FlagName = keyof typeof FLAGS;
export type Flags = { readonly [K in FlagName]?: ReturnType<(typeof FLAGS)[K]['read']> } & {
  /** Of the flags that formats declare: see format-flags.ts. */
  readonly dialects?: Dialects;
};

/** Flags that bring the same data from any folder, as arguments. */
export const dataArguments = (flags: Flags): string[] => [
  ...DATA_FLAGS.flatMap((name) => {
    const value = flags[name];
    if (value === undefined) return [];
    if (value === true) return [`--${name}`];
    const isFile = name === 'log' || name === 'items' || name === 'users';
    return [`--${name}=${isFile ? resolve(String(value)) : String(value)}`];
  }),
  ...dialectArguments(flags.dialects ?? {}, (kind) => flags[kind] !== undefined),
];

/** What the columns of each kind of file mean. */
export const COLUMNS_OF = {
  log: 'columns',
  items: 'items-columns',
  users: 'users-columns',
} as const satisfies Record<FileKind, FlagName>;
/** Of every command that asks about one person: see `person.ts`. */
export const PERSON_FLAGS: readonly FlagName[] = ['user', 'history', 'without', 'set'];

/** Of every command that reads a log or a world. */
export const DATA_FLAGS: readonly FlagName[] = [
  'log',
  'items',
  'users',
  'columns',
  'items-columns',
  'users-columns',
  'time-unit',
  'where',
  'positives',
  'weight',
  'max-bad',
  'world',
  'events',
  'world-seed',
  'min-item-events',
  'min-user-events',
  'split',
  'ties',
  'repeats',
  'keep-seen',
];
