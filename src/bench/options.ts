/** The command line of the bench. */
import { parseArgs } from 'node:util';
import { MOST_K } from '../engine/kernels/retrieval/retrieval';
import { AREAS, type Area } from './attack/attack';
import { GRAPHS, type GraphName } from './reference-model/graph';

export const KINDS = ['tower-lab', 'stock', 'jax-js', 'torch', 'faiss'] as const;
export type Kind = (typeof KINDS)[number];

interface Common {
  browser: boolean;
  json: boolean;
  kinds: readonly Kind[];
  /** Steps, or calls, of each that is quick enough. */
  steps: number;
}

export interface TrainingOptions extends Common {
  command: 'bench' | 'soak';
  graph: GraphName;
  batches: readonly number[];
  rows: readonly number[];
}

export interface InverseOptions extends Pick<Common, 'json'> {
  command: 'inverse';
  /** Rows of the matrix. */
  items: number;
}

export interface RetrievalOptions extends Common {
  command: 'retrieval';
  items: number;
  users: number;
  /** Length of a list. */
  top: number;
}

export interface PresetsOptions extends Common {
  command: 'presets';
  /** Ids; null = all there are. */
  presets: readonly string[] | null;
  batch: number;
  /** Items of a row that a ranker scores; null = as many as the preset says. */
  candidates: number | null;
  /** Of the world they train on. */
  events: number;
}

export interface JudgeOptions extends Pick<Common, 'json' | 'steps'> {
  command: 'judge';
  /** Ids; null = all there are. */
  presets: readonly string[] | null;
  /** Of the world whose schema they are built for. */
  events: number;
}

export interface AttackOptions extends Pick<Common, 'json'> {
  command: 'attack';
  areas: readonly Area[];
  /** Of single attacks; null = all of these areas. */
  names: readonly string[] | null;
}

export interface LogsOptions extends Pick<Common, 'browser' | 'json' | 'steps'> {
  command: 'logs';
  batches: readonly number[];
  presets: readonly string[];
  /** Where the logs lie, a folder each; relative to the project. */
  folder: string;
}

export interface AccuracyOptions extends Pick<Common, 'json'> {
  command: 'time-to-accuracy';
  batch: number;
  /** NDCG@10 on validation; null = 95 % of what training comes to in the end. */
  target: number | null;
  folder: string;
}

/** `steps`: frames of the drag. */
export interface PageOptions extends Pick<Common, 'json' | 'steps'> {
  command: 'page';
}

/** Kernels of one preset are looked into. */
interface KernelsOptions extends Pick<Common, 'json' | 'steps'> {
  preset: string;
  batch: number;
  events: number;
  /** A log of the person's own; null = the generated world. */
  data: string | null;
}

export interface ProfileOptions extends KernelsOptions {
  command: 'profile';
}

export interface WgslOptions extends KernelsOptions {
  command: 'wgsl';
  /** Its name. */
  kernel: string;
}

export type Options =
  | TrainingOptions
  | ProfileOptions
  | WgslOptions
  | RetrievalOptions
  | InverseOptions
  | PresetsOptions
  | LogsOptions
  | AccuracyOptions
  | JudgeOptions
  | AttackOptions
  | PageOptions;

const COMMANDS = [
  'bench',
  'soak',
  'retrieval',
  'inverse',
  'presets',
  'logs',
  'time-to-accuracy',
  'judge',
  'attack',
  'page',
  'profile',
  'wgsl',
] as const;
/** Flags that not every command takes, and those that do. */
const TAKEN: Readonly<Record<string, readonly (typeof COMMANDS)[number][]>> = {
  batch: ['bench', 'soak', 'presets', 'logs', 'time-to-accuracy', 'profile', 'wgsl'],
  rows: ['bench', 'soak'],
  graph: ['bench', 'soak'],
  items: ['retrieval', 'inverse'],
  users: ['retrieval'],
  top: ['retrieval'],
  preset: ['presets', 'logs', 'judge', 'profile', 'wgsl'],
  events: ['presets', 'judge', 'profile', 'wgsl'],
  data: ['logs', 'time-to-accuracy', 'profile', 'wgsl'],
  target: ['time-to-accuracy'],
  candidates: ['presets'],
  steps: ['bench', 'soak', 'retrieval', 'presets', 'logs', 'judge', 'profile'],
  case: ['attack'],
};

/** Where those run that may not choose it, nor who takes part. */
const PLACES: Partial<Record<(typeof COMMANDS)[number], string>> = {
  page: 'runs in Chromium, without rivals',
  judge: 'runs in Node, without rivals',
  inverse: 'runs in Node, without rivals',
  'time-to-accuracy': 'runs in Node, always with the same rival',
  soak: 'runs Tower Lab in Node',
};

/** The caller's mistake in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The presets that were asked for, or all. @throws UsageError */
export function knownPresets(asked: readonly string[] | null, known: readonly string[]): readonly string[] {
  const unknown = asked?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`--preset: got "${unknown}", takes ${known.join(', ')}`);
  return asked ?? known;
}

/** @returns null where help is asked for. @throws UsageError */
export function readOptions(argv: readonly string[]): Options | null {
  const { values, positionals } = parse(argv);
  if (values.help) return null;
  const [name = 'bench', ...given] = positionals;
  const command = COMMANDS.find((known) => known === name);
  const [kernel = ''] = command === 'wgsl' ? given.splice(0, 1) : [];
  const [surplus] = given;
  if (command === 'wgsl' && kernel === '') throw new UsageError('wgsl takes the name of a kernel');
  if (!command || surplus !== undefined)
    throw new UsageError(
      `bench takes no argument but ${COMMANDS.slice(1)
        .map((one) => `"${one}"`)
        .join(', ')}, got "${surplus ?? name}"`,
    );
  const foreign = Object.keys(TAKEN).find(
    (flag) => values[flag as keyof typeof values] !== undefined && !TAKEN[flag]!.includes(command),
  );
  if (foreign !== undefined) throw new UsageError(`${command} does not take --${foreign}`);
  const { browser = false, json = false } = values;
  const place = PLACES[command];
  if (place !== undefined && (browser || values.only !== undefined))
    throw new UsageError(`${command} ${place}: it takes neither --browser nor --only`);
  if (command === 'attack') {
    if (browser) throw new UsageError('attack runs the command line in Node: it does not take --browser');
    return { command, json, areas: areasOf(values.only), names: values.case ?? null };
  }
  if (command === 'profile') return { command, ...kernelsOptions(command, values) };
  if (command === 'wgsl') return { command, kernel, ...kernelsOptions(command, values) };
  if (command === 'logs' && values.only !== undefined)
    throw new UsageError('logs runs without rivals: it does not take --only');
  const kinds = kindsOf(values.only, command, browser);
  const number = (
    flag: 'items' | 'users' | 'top' | 'steps' | 'events' | 'candidates',
    otherwise: number,
    min: number,
    max: number,
  ): number => numbers(`--${flag}`, values[flag], [otherwise], min, max)[0]!;
  if (command === 'retrieval') {
    return {
      command,
      browser,
      json,
      kinds,
      steps: number('steps', 5, 1, 1000),
      items: number('items', 1_000_000, 2000, 4_000_000),
      users: number('users', 256, 1, 65_536),
      top: number('top', 100, 1, MOST_K),
    };
  }
  if (command === 'inverse') return { command, json, items: number('items', 2000, 64, 11_000) };
  if (command === 'page') return { command, json, steps: number('steps', 100, 10, 10_000) };
  if (command === 'judge') {
    return {
      command,
      json,
      steps: number('steps', 200, 1, 1_000_000),
      events: number('events', 12_000, 1000, 1_000_000),
      presets: values.preset?.split(',') ?? null,
    };
  }
  const folder = values.data ?? '../shared/datasets';
  if (command === 'time-to-accuracy') {
    const [batch, ...more] = numbers('--batch', values.batch, [256], 16, 4096);
    if (more.length > 0) throw new UsageError('time-to-accuracy takes one --batch');
    return { command, json, batch: batch!, target: shareOf(values.target), folder };
  }
  if (command === 'logs') {
    return {
      command,
      browser,
      json,
      batches: numbers('--batch', values.batch, [256, 1024], 16, 65_536),
      presets: (values.preset ?? 'two-tower,senet,sdm').split(','),
      folder,
      steps: number('steps', 20, 1, 1_000_000),
    };
  }
  if (command === 'presets') {
    const [batch, ...more] = numbers('--batch', values.batch, [256], 16, 4096);
    if (more.length > 0) throw new UsageError('presets takes one --batch');
    return {
      command,
      browser,
      json,
      kinds,
      steps: number('steps', 50, 1, 1_000_000),
      batch: batch!,
      candidates: values.candidates === undefined ? null : number('candidates', 16, 2, 256),
      events: number('events', 12_000, 1000, 1_000_000),
      presets: values.preset?.split(',') ?? null,
    };
  }
  return trainingOptions(command, { browser, json, kinds }, values);
}

function trainingOptions(
  command: TrainingOptions['command'],
  { browser, json, kinds }: Omit<Common, 'steps'>,
  { graph = 'tt', batch, rows, steps }: ReturnType<typeof parse>['values'],
): TrainingOptions {
  if (!(graph in GRAPHS)) throw new UsageError(`--graph: got "${graph}", takes ${Object.keys(GRAPHS).join(' or ')}`);
  const isSoak = command === 'soak';
  const options: TrainingOptions = {
    command,
    browser,
    json,
    kinds,
    graph: graph as GraphName,
    batches: numbers('--batch', batch, isSoak ? [64] : browser ? [256, 1024] : [256, 1024, 4096], 16, 4096),
    rows: numbers('--rows', rows, isSoak ? [20_000] : [20_000, 100_000, 1_000_000], 1000, 4_000_000),
    steps: numbers('--steps', steps, [isSoak ? 20_000 : 50], 1, 1_000_000)[0]!,
  };
  if (isSoak && options.batches.length + options.rows.length > 2)
    throw new UsageError('soak takes one --batch and one --rows');
  // Batches are full only where they divide the events.
  const uneven = options.batches.find((size) => (size & (size - 1)) !== 0);
  if (uneven !== undefined) throw new UsageError(`--batch: got ${uneven}, takes powers of two`);
  return options;
}

/** What each command times. */
const ABLE: Partial<Record<Options['command'], readonly Kind[]>> = {
  presets: ['tower-lab', 'stock', 'torch'],
  retrieval: ['tower-lab', 'stock', 'torch', 'faiss'],
};
const TRAINING: readonly Kind[] = ['tower-lab', 'stock', 'jax-js', 'torch'];
const IN_PYTHON: readonly Kind[] = ['torch', 'faiss'];

/**
 * Who takes part, where nobody is named all that can; what runs in Python does so in Node alone, unless it is named.
 */
function kindsOf(only: string | undefined, command: Options['command'], browser: boolean): Kind[] {
  const able = ABLE[command] ?? TRAINING;
  if (only === undefined) return able.filter((kind) => !(browser && IN_PYTHON.includes(kind)));
  return only.split(',').map((name) => {
    const kind = KINDS.find((known) => known === name);
    if (!kind) throw new UsageError(`--only: got "${name}", takes ${KINDS.join(', ')}`);
    if (!able.includes(kind)) throw new UsageError(`--only: ${kind} takes no part in ${command}`);
    // What a page has drawn stays in the page, and so does the check of the lists.
    if (IN_PYTHON.includes(kind) && browser && command === 'retrieval')
      throw new UsageError(`--only: ${kind} does not run in a browser`);
    return kind;
  });
}

function kernelsOptions(command: string, values: ReturnType<typeof parse>['values']): KernelsOptions {
  if (values.browser || values.only !== undefined)
    throw new UsageError(`${command} runs Tower Lab in Node: it takes neither --browser nor --only`);
  const [batch, ...more] = numbers('--batch', values.batch, [256], 16, 65_536);
  if (more.length > 0) throw new UsageError(`${command} takes one --batch`);
  return {
    json: values.json ?? false,
    preset: values.preset ?? 'two-tower',
    batch: batch!,
    events: numbers('--events', values.events, [12_000], 1000, 1_000_000)[0]!,
    data: values.data ?? null,
    steps: numbers('--steps', values.steps, [50], 1, 100_000)[0]!,
  };
}

const areasOf = (only: string | undefined): readonly Area[] =>
  only?.split(',').map((name) => {
    const area = AREAS.find((known) => known === name);
    if (!area) throw new UsageError(`--only: got "${name}", takes ${AREAS.join(', ')}`);
    return area;
  }) ?? AREAS;

function parse(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const toggle = { type: 'boolean' } as const;
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        batch: text,
        candidates: text,
        rows: text,
        items: text,
        users: text,
        top: text,
        preset: text,
        data: text,
        events: text,
        target: text,
        only: text,
        case: { type: 'string', multiple: true },
        graph: text,
        steps: text,
        browser: toggle,
        json: toggle,
        help: toggle,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError for what is no number between 0 and 1 */
function shareOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const x = Number(given);
  if (!(x > 0 && x < 1)) throw new UsageError(`--target: got "${given}", takes numbers between 0 and 1`);
  return x;
}

function numbers(
  flag: string,
  given: string | undefined,
  otherwise: readonly number[],
  min: number,
  max: number,
): readonly number[] {
  if (given === undefined) return otherwise;
  return given.split(',').map((text) => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < min || n > max)
      throw new UsageError(`${flag}: got "${text}", takes whole numbers from ${min} to ${max}`);
    return n;
  });
}
