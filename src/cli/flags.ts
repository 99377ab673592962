/** The flags of the headless lab: what a value must look like, and what it is for. */
import { readFilter } from '../data/row-filter';
import { sources } from '../data/sources/sources';
import type { Json } from '../model/document/graph';
import { UsageError } from './usage-error';

export interface Flag<T> {
  /** What stands for the value in the help; null for a switch. */
  value: string | null;
  about: string;
  short?: string;
  /** @throws UsageError naming the flag, what it got and what it takes. */
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
export const choice = <const O extends readonly string[]>(options: O, about: string): Flag<O[number]> => ({
  value: options.join('|'),
  about,
  read: (given, flag) => options.find((option) => option === given) ?? refuse(flag, given, options.join(' or ')),
});

const EXTENSIONS = sources.flatMap(({ extensions }) => extensions).join(', ');

const where: Flag<string> = {
  value: 'CONDITION',
  about: 'only rows of the log that meet it: is_click=1, "rating >= 8", "action in buy, cart"; also !=, <=, > and <',
  read: (given, flag) =>
    readFilter(given).length > 0
      ? given
      : refuse(flag, given, 'a column, then =, !=, >=, <=, >, < or in, then a value'),
};

/** Another value for a parameter of a node of the graph. */
export interface ParamChange {
  node: string;
  name: string;
  value: Json;
}

const params: Flag<readonly ParamChange[]> = {
  value: 'NODE.NAME=VALUE,…',
  about: 'other values in the blocks of the graph, as in interests.count=1 or mlp.widths=[128,64]',
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

export const FLAGS = {
  log: text('FILE', `the log: one row per event (${EXTENSIONS})`),
  items: text('FILE', 'the item table, joined by id'),
  users: text('FILE', 'the user table, joined by id'),
  columns: text(
    'user=NAME,item=NAME,time=NAME,…',
    'which column is what: a name, or a zero-based position in a file without a header',
  ),
  where,
  preset: text('ID', 'a ready-made graph; see `presets`'),
  graph: text('FILE', 'a graph of your own (JSON), instead of a preset'),
  params,
  world: text('ID', 'a generated world instead of a log; see `worlds`'),
  events: integer(1, 10_000_000, 'events of the world; its full size where it is not given'),
  'world-seed': integer(0, 0xffff_ffff, 'the seed of the world; 1 where it is not given'),
  seed: integer(0, 0xffff_ffff, 'the seed of everything random in training'),
  epochs: integer(1, 100_000, 'passes over the training part, instead of early stopping on the validation part'),
  steps: integer(1, 100_000_000, 'training steps, instead of early stopping on the validation part'),
  batch: integer(2, 65_536, 'rows of a training step'),
  dim: integer(1, 1024, 'width of the embeddings'),
  lr: positive(10, 'learning rate of every group of weights'),
  'min-item-events': integer(1, 1_000_000, 'items with fewer events are left out (5)'),
  'min-user-events': integer(1, 1_000_000, 'users with fewer events are left out (3)'),
  split: choice(['leave-last-out', 'last-fifth', 'time', 'random'], 'how the test part is held out (leave-last-out)'),
  ties: choice(
    ['strict', 'file'],
    'strict: history lies before the moment of the target; file: the order of lines decides (strict)',
  ),
  repeats: choice(['first', 'all'], 'which events of a user/item pair count (first)'),
  'keep-seen': toggle('items of the history stay in the ranking'),
  weights: text('FILE', 'weights written by --out or exported from the page'),
  user: text('ID', 'the user, as written in the log'),
  k: integer(1, 1000, 'how many items (20)', 'k'),
  'per-interest': toggle(
    'what each interest retrieves, of one user or over all tested ones, beside the list merged of all',
  ),
  category: text('FIELD', 'item field that describes the interests; the first categorical one where it is not given'),
  diversity: positive(100, 'what an item of the merged list gains for each item before it of another category'),
  'as-of': choice(
    ['end', 'test'],
    'end: all users after the last event of the log; test: the tested users with the history that the test part gives them, their held-out items and the items left out of their ranking, so that HR@10 can be computed from the file alone (end)',
  ),
  out: text('PATH', 'where to write'),
  datasets: text('FOLDER', 'the folder of the reference data sets'),
  seeds: integer(1, 10, 'how many seeds (5)'),
  'first-seed': integer(
    0,
    0xffff_ffff - 10,
    'the first of the seeds (1); others than 1 to 5 are for trying things out',
  ),
  arms: text('NAME,NAME,…', 'only these arms of the study'),
  'user-id': integer(
    1,
    1024,
    'width of a table of the users’ ids beside what the presets read, which leave it out where there is a history',
  ),
  presets: text('ID,ID,…', 'the presets that are trained (two-tower)'),
  'ids-only': toggle('two-tower with ids only beside it, as the reference model of PyTorch has them'),
  sets: text(
    'ID,ID,…',
    'the reference logs (all): for several processes that share the work, each with a record of its own',
  ),
  'run-dir': text('FOLDER', 'where each run is kept as a file, with its curves and result; see `runs`'),
  record: text('FILE', 'JSON lines: finished runs are appended, and not run again'),
  json: toggle('one JSON object on stdout'),
  help: toggle('this text'),
} satisfies Record<string, Flag<unknown>>;

export type FlagName = keyof typeof FLAGS;
export type Flags = { readonly [K in FlagName]?: ReturnType<(typeof FLAGS)[K]['read']> };

/** Of every command that reads a log or a world. */
export const DATA_FLAGS: readonly FlagName[] = [
  'log',
  'items',
  'users',
  'columns',
  'where',
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
