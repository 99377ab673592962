/** The command line of the bench. */
import { parseArgs } from 'node:util';
import { GRAPHS } from './tt/graph';
import type { GraphName } from './tt/graph';

export const KINDS = ['tower-lab', 'stock', 'jax-js', 'torch'] as const;
export type Kind = (typeof KINDS)[number];

export interface Options {
  command: 'bench' | 'soak';
  browser: boolean;
  json: boolean;
  graph: GraphName;
  batches: readonly number[];
  rows: readonly number[];
  kinds: readonly Kind[];
  steps: number;
}

/** The caller's mistake in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `npm run bench [-- flags]          times a training step of the reference model beside its rivals
npm run bench -- soak [flags]     trains for long, and fails where memory grows

  --batch N,N             256,1024,4096 (256,1024 in a browser; soak: 64)
  --rows N,N              rows of the user and the item table: 20000,100000,1000000 (soak: 20000)
  --only ${KINDS.join(',')}
                          who takes part: all but jax-js in Node, all but torch in a browser
  --graph ${Object.keys(GRAPHS).join('|')}       tt
  --steps N               steps of each that is quick enough, 50 (soak: 20000)
  --browser               in Chromium instead of Node
  --json                  one JSON object on stdout`;

/** @returns null where help is asked for. @throws UsageError */
export function readOptions(argv: readonly string[]): Options | null {
  const { values, positionals } = parse(argv);
  if (values.help) return null;
  const [command = 'bench', surplus] = positionals;
  if ((command !== 'bench' && command !== 'soak') || surplus !== undefined) throw new UsageError(`bench takes no argument but "soak", got "${surplus ?? command}"`);
  const { browser = false, json = false, graph = 'tt' } = values;
  if (!(graph in GRAPHS)) throw new UsageError(`--graph: got "${graph}", takes ${Object.keys(GRAPHS).join(' or ')}`);
  const isSoak = command === 'soak';
  if (isSoak && (browser || values.only !== undefined)) throw new UsageError('soak runs Tower Lab in Node: it takes neither --browser nor --only');
  const others = { node: KINDS.filter((kind) => kind !== 'jax-js'), browser: KINDS.filter((kind) => kind !== 'torch') };
  const kinds = values.only === undefined ? others[browser ? 'browser' : 'node'] : values.only.split(',').map((name) => {
    const kind = KINDS.find((known) => known === name);
    if (!kind) throw new UsageError(`--only: got "${name}", takes ${KINDS.join(', ')}`);
    if (kind === 'jax-js' && !browser) throw new UsageError('--only: jax-js does not run in Node; it needs --browser');
    return kind;
  });
  const options: Options = {
    command, browser, json, kinds, graph: graph as GraphName,
    batches: numbers('--batch', values.batch, isSoak ? [64] : browser ? [256, 1024] : [256, 1024, 4096], 16, 4096),
    rows: numbers('--rows', values.rows, isSoak ? [20_000] : [20_000, 100_000, 1_000_000], 1000, 4_000_000),
    steps: numbers('--steps', values.steps, [isSoak ? 20_000 : 50], 1, 1_000_000)[0]!,
  };
  if (isSoak && options.batches.length + options.rows.length > 2) throw new UsageError('soak takes one --batch and one --rows');
  // Batches are full only where they divide the events.
  const uneven = options.batches.find((batch) => (batch & (batch - 1)) !== 0);
  if (uneven !== undefined) throw new UsageError(`--batch: got ${uneven}, takes powers of two`);
  return options;
}

function parse(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const toggle = { type: 'boolean' } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options: { batch: text, rows: text, only: text, graph: text, steps: text, browser: toggle, json: toggle, help: toggle } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numbers(flag: string, given: string | undefined, otherwise: readonly number[], min: number, max: number): readonly number[] {
  if (given === undefined) return otherwise;
  return given.split(',').map((text) => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < min || n > max) throw new UsageError(`${flag}: got "${text}", takes whole numbers from ${min} to ${max}`);
    return n;
  });
}
