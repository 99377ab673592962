/**
 * What each field that a gate chooses among costs this device: its rows of a table looked up, and its numbers
 * multiplied by a matrix, as the layer behind the gate does (the online cost of FSCD).
 */
import type { Dataset } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { kernelForm } from '../../engine/kernel-form';
import { WeightStore } from '../../engine/optimizers/weights';
import { onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import * as tf from '../../engine/tf';
import { timedWork, type TimedWork } from '../../engine/timed-work';
import fieldGate from '../../model/blocks/field-gate/block';
import { judge, type Judgement } from '../../model/check/judge';
import type { GraphNode, TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import { schemaOf } from '../../model/document/schema';
import type { FieldTime, GateTimes } from '../../model/edits/measured-fields';
import { findBlock } from '../../model/nodes/registry';
import { NOT_POOLED } from '../../model/nodes/pooled-readers';
import { CompiledGraph, tablePath, weightPath } from '../../model/run/compile';
import { SideInputs } from '../../model/run/feed/side-inputs';
import { usedSlots } from '../../model/run/feed/used-slots';
import { takingTurns } from '../turns';
import { LabError } from '../failure';
import type { Watch } from '../waits';

/** What the fields of a gate are multiplied to where no layer behind it does so. */
const PROJECTED = 64;
/** Batches of owners, one behind the other: of a single one all rows would lie in a cache from the second run on. */
const BATCHES = 8;
/** Over all fields, one after the other: what else the machine does for a while is not borne by one field alone. */
const PASSES = 3;
/** Of a field in a pass; the first is for warming up. */
const ROUNDS = 4;
/** Numbers of a buffer at the most: 16 MiB. */
const MOST_NUMBERS = 2 ** 22;

/** Rows of a batch, and how often all batches are run on end: as many as make milliseconds. */
const GPU = { rows: 65_536, repetitions: 16 };
const SOFTWARE = { rows: 2048, repetitions: 4 };
const amount = () => (onGpu() && !kernelForm().software ? GPU : SOFTWARE);

/** One field, as a gate reads it. */
interface Subject {
  gate: string;
  side: 'user' | 'item';
  field: string;
  width: number;
  to: number;
}

/**
 * By gate, in the order of the graph. Times are of full batches less those of single rows, for the same number of
 * dispatches: what starting them costs is taken away. Medians over rounds; tables are as large as in training. Layers
 * of one shape are timed once for all fields.
 * @param timer of the work, the device's own unless a test gives one
 * @throws ProblemsError; LimitError; LabError (no-field-gate); the reason when aborted
 */
export async function fieldTimes(
  graph: TowerGraph,
  dataset: Dataset,
  { signal, onProgress }: Watch,
  timer: Timer = timedWork,
): Promise<GateTimes[]> {
  const subjects = subjectsOf(graph, dataset);
  if (subjects.length === 0) throw new LabError('no-field-gate', 'the drawing has no gate that chooses among fields');
  const works = new Map<string, Work>();
  for (const subject of subjects) {
    works.set(lookupKey(subject), lookupOf(subject, dataset));
    works.set(projectionKey(subject), projectionOf(subject));
  }
  const takeTurn = takingTurns(signal);
  const times = new Map<string, number[]>();
  let done = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    for (const [key, work] of works) {
      onProgress(done++ / (PASSES * works.size));
      times.set(key, [...(times.get(key) ?? []), ...(await timesOf(work, timer, takeTurn))]);
    }
  }
  const timeOf = (key: string): number => Math.max(0, median(times.get(key)!));
  const found = new Map<string, FieldTime[]>();
  for (const subject of subjects) {
    const { gate, field, width, to } = subject;
    const [lookup, projection] = [timeOf(lookupKey(subject)), timeOf(projectionKey(subject))];
    const slots = slotsOf(subject, dataset);
    found.set(gate, [...(found.get(gate) ?? []), { field, lookup, projection, slots, width, to }]);
  }
  return [...found].map(([gate, fields]) => ({ gate, fields }));
}

function subjectsOf(graph: TowerGraph, dataset: Dataset): Subject[] {
  const judgement = judge(graph, schemaOf(dataset));
  const compiled = new CompiledGraph(judgement);
  return graph.nodes.flatMap((node) => {
    const { id, side, block } = node;
    const type = judgement.types.get(id)?.['fields'];
    if (findBlock(block) !== fieldGate || type?.kind !== 'fields' || (side !== 'user' && side !== 'item')) return [];
    const to = nextWidth(compiled, judgement, node) ?? PROJECTED;
    return type.names.map((field) => ({ gate: id, side, field, width: type.width, to }));
  });
}

/** Width to which the first layer behind a gate multiplies what arrives there; undefined where none does. */
function nextWidth({ graph, weights }: CompiledGraph, { inputs }: Judgement, gate: GraphNode): number | undefined {
  let reached = new Set([gate.id]);
  while (reached.size > 0) {
    const next = graph.edges.filter(({ from }) => reached.has(from.node)).map(({ to }) => nodeById(graph, to.node)!);
    for (const node of next) {
      if (node.side !== gate.side) continue;
      const arriving = Object.values(inputs.get(node.id) ?? {})
        .flat()
        .flatMap((type) => ('width' in type ? [type.width] : []));
      const kernel = weights.find(
        ({ path, shape: [from, , ...more] }) =>
          path.startsWith(weightPath(node, '')) && more.length === 0 && arriving.includes(from!),
      );
      if (kernel?.shape[1] !== undefined) return kernel.shape[1];
    }
    reached = new Set(next.map(({ id }) => id));
  }
  return undefined;
}

type Runs = readonly (() => void)[];
type Timer = (runs: Runs) => TimedWork;

/** What is timed: for batches of so many rows, all of which it is run for. */
interface Work {
  rows: number;
  make(rows: number): { runs: Runs; dispose(): void };
}

const lookupKey = ({ side, field, width }: Subject): string => `lookup ${side} ${width} ${field}`;
const projectionKey = ({ width, to }: Subject): string => `projection ${width} ${to}`;

/** @returns µs per row, of each round but the first. @param takeTurn between two, and ends the work by throwing */
async function timesOf({ rows, make }: Work, timer: Timer, takeTurn: () => Promise<void>): Promise<number[]> {
  const gone: { dispose(): void }[] = [];
  try {
    const [full, single] = [rows, 1].map((count) => {
      const work = make(count);
      gone.push(work);
      const timed = timer(work.runs);
      gone.push(timed);
      return { timed, rows: count * work.runs.length };
    }) as [TimedRows, TimedRows];
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await takeTurn();
      const more = (await full.timed.time()) - (await single.timed.time());
      times.push((1000 * more) / (full.rows - single.rows));
    }
    return times.slice(1);
  } finally {
    for (const made of gone.toReversed()) made.dispose();
  }
}
interface TimedRows {
  timed: TimedWork;
  rows: number;
}

/** As many rows as a buffer holds of the widest of what is read and made. */
const rowsFor = (widest: number): number => Math.max(2, Math.min(amount().rows, Math.floor(MOST_NUMBERS / widest)));

/** All batches so often. */
const repeated = (each: Runs): Runs => Array.from({ length: amount().repetitions }, () => each).flat();

const fieldOf = (name: string, { fields }: Dataset) => fields.find((field) => field.name === name)!;

const ID = 'timed';

/** The rows of a table that owners have in a field, as steps look them up. */
function lookupOf(subject: Subject, dataset: Dataset): Work {
  const { field: name, side, width } = subject;
  const { rows: tableRows, length } = fieldOf(name, dataset);
  const request = { tables: [ID], fields: [name], key: ID, side, at: 'row', length: 1, width, ...NOT_POOLED } as const;
  const reads = { lookups: [request], asks: () => false, windows: [] };
  return {
    rows: rowsFor(Math.max(width, length)),
    make: (rows) => {
      const table = new WeightStore();
      const values = new Float32Array(tableRows * width).fill(1);
      const batches = Storage.allOrNone(() => {
        table.addTables([{ path: tablePath(ID), shape: [tableRows, width], values }]);
        return Array.from({ length: BATCHES }, () => Storage.noted(new SideInputs(reads, dataset, table, side, rows)));
      });
      for (const [at, inputs] of batches.entries()) {
        inputs.prepare({ ...ownersOf(subject, dataset, rows, at), history: null, windows: [] });
        inputs.submit();
      }
      return {
        runs: repeated(batches.map((inputs) => () => lookUp(inputs))),
        dispose: () => {
          for (const inputs of batches) inputs.dispose();
          table.dispose();
        },
      };
    },
  };
}

function lookUp(inputs: SideInputs): void {
  const leaves = inputs.leaves();
  leaves.lookup(ID);
  leaves.dispose();
}

/** Numbers of a field times what a layer has for them. */
function projectionOf({ width, to }: Subject): Work {
  return {
    rows: rowsFor(Math.max(width, to)),
    make: (rows) => {
      const ones = (name: string, shape: readonly [number, number]): Storage =>
        Storage.create(name, shape, 'float32', new Float32Array(shape[0] * shape[1]).fill(1));
      const [numbers, kernel] = Storage.allOrNone(() => [
        ones('numbers of a field', [rows, width]),
        ones('layer behind a gate', [width, to]),
      ]) as [Storage, Storage];
      const project = (): void => {
        tf.matMul(numbers.tensor as tf.Tensor2D, kernel.tensor as tf.Tensor2D);
      };
      return {
        runs: repeated(Array.from({ length: BATCHES }, () => project)),
        dispose: () => {
          numbers.dispose();
          kernel.dispose();
        },
      };
    },
  };
}

/** Those of events of the log, drawn anew for each batch; whoever has many events is asked for often. */
function ownersOf({ field, side }: Subject, { events: { user, item } }: Dataset, rows: number, batch: number) {
  const random = createRandom(1, 'owners of timed fields', field, batch);
  const events = Uint32Array.from({ length: rows }, () => random.below(user.length));
  return side === 'item'
    ? { rows: events.map((event) => item[event]!), events: null }
    : { rows: events.map((event) => user[event]!), events };
}

/** Rows of the table that a row of a batch reads, the mean. */
function slotsOf(subject: Subject, dataset: Dataset): number {
  const field = fieldOf(subject.field, dataset);
  const { start } = usedSlots(field);
  if (!start) return 1;
  const { rows, events } = ownersOf(subject, dataset, SOFTWARE.rows, 0);
  const owners = field.owner === 'context' ? events! : rows;
  return owners.reduce((sum, owner) => sum + start[owner + 1]! - start[owner]!, 0) / owners.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
