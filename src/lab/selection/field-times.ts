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
import { CompiledGraph, tablePath, weightPath } from '../../model/run/compile';
import { SideInputs } from '../../model/run/feed/side-inputs';
import { usedSlots } from '../../model/run/feed/used-slots';
import { takingTurns } from '../evaluate/turns';
import { LabError } from '../failure';
import type { Watch } from '../waits';

/** What the fields of a gate are multiplied to where no layer behind it does so. */
const PROJECTED = 64;
/** Batches of owners, one behind the other: of a single one all rows would lie in a cache from the second run on. */
const BATCHES = 8;
/** The first is for warming up. */
const ROUNDS = 8;
/** Numbers of a buffer at the most: 16 MiB. */
const MOST_NUMBERS = 2 ** 22;

/** Rows of a batch, and how often all batches are run on end: as many as make milliseconds. */
interface Amount {
  rows: number;
  repetitions: number;
}
const GPU: Amount = { rows: 65_536, repetitions: 16 };
const SOFTWARE: Amount = { rows: 2048, repetitions: 4 };

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
 * dispatches: what starting them costs is taken away. Medians over rounds; tables are as large as in training.
 * @param timer of the work, the device's own unless a test gives one
 * @throws ProblemsError; LimitError; LabError (no-field-gate); the reason when aborted
 */
export async function fieldTimes(
  graph: TowerGraph,
  dataset: Dataset,
  { signal, onProgress }: Watch,
  timer: (runs: readonly (() => void)[]) => TimedWork = timedWork,
): Promise<GateTimes[]> {
  const subjects = subjectsOf(graph, dataset);
  if (subjects.length === 0) throw new LabError('no-field-gate', 'the drawing has no gate that chooses among fields');
  const takeTurn = takingTurns(signal);
  const found: GateTimes[] = [];
  const rounds = subjects.length * ROUNDS;
  for (const [at, subject] of subjects.entries()) {
    const time = await timeOf(subject, dataset, timer, async (round) => {
      onProgress((at * ROUNDS + round) / rounds);
      await takeTurn();
    });
    const last = found.at(-1);
    if (last?.gate === subject.gate) found[found.length - 1] = { ...last, fields: [...last.fields, time] };
    else found.push({ gate: subject.gate, fields: [time] });
  }
  return found;
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

type Part = 'lookup' | 'projection';
const PARTS: readonly Part[] = ['lookup', 'projection'];

/** @param turn is told how many rounds are done, and ends the work by throwing */
async function timeOf(
  subject: Subject,
  dataset: Dataset,
  timer: (runs: readonly (() => void)[]) => TimedWork,
  turn: (round: number) => Promise<void>,
): Promise<FieldTime> {
  const { field, width, to } = subject;
  const [full, single] = [amountFor(subject, dataset), { ...amountFor(subject, dataset), rows: 1 }];
  const gone: { dispose(): void }[] = [];
  const noted = <T extends { dispose(): void }>(made: T): T => {
    gone.push(made);
    return made;
  };
  try {
    const table = noted(tableOf(subject, dataset));
    const works = [full, single].map((amount) => noted(new FieldWork(subject, dataset, table, amount)));
    const timed = PARTS.map((part) => works.map((work) => noted(timer(work.runs(part)))));
    const sums: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      await turn(round);
      for (const [at, [many, one]] of timed.entries()) sums[at]!.push((await many!.time()) - (await one!.time()));
    }
    const rows = BATCHES * full.repetitions * (full.rows - single.rows);
    const [lookup, projection] = sums.map((ms) => (1000 * Math.max(0, median(ms.slice(1)))) / rows);
    return { field, lookup: lookup!, projection: projection!, slots: works[0]!.slots, width, to };
  } finally {
    for (const made of gone.toReversed()) made.dispose();
  }
}

/** As many rows as buffers hold of the widest of what is read, looked up and made. */
function amountFor({ field, width, to }: Subject, dataset: Dataset): Amount {
  const { rows, repetitions } = onGpu() && !kernelForm().software ? GPU : SOFTWARE;
  const { length } = fieldOf(field, dataset);
  return { rows: Math.max(2, Math.min(rows, Math.floor(MOST_NUMBERS / Math.max(width, to, length)))), repetitions };
}

const fieldOf = (name: string, { fields }: Dataset) => fields.find((field) => field.name === name)!;

const TABLE = 'timed';

function tableOf({ field, width }: Subject, dataset: Dataset): WeightStore {
  const { rows } = fieldOf(field, dataset);
  const values = new Float32Array(rows * width).fill(1);
  const store = new WeightStore();
  Storage.allOrNone(() => store.addTables([{ path: tablePath(TABLE), shape: [rows, width], values }]));
  return store;
}

/** What is timed of a field for batches of so many rows. */
class FieldWork {
  /** Rows of the table that a row reads, the mean over all batches. */
  readonly slots: number;
  private readonly inputs: readonly SideInputs[];
  private readonly numbers: Storage;
  private readonly kernel: Storage;

  /** @throws LimitError */
  constructor(
    { field: name, side, width, to }: Subject,
    dataset: Dataset,
    table: WeightStore,
    private readonly amount: Amount,
  ) {
    const { rows } = amount;
    const request = {
      tables: [TABLE],
      at: 'row',
      length: 1,
      key: KEY,
      side,
      fields: [name],
      width,
      pooled: 0,
    } as const;
    const reads = { lookups: [request], asks: () => false, windows: [] };
    const made = Storage.allOrNone(() => ({
      inputs: Array.from({ length: BATCHES }, () => Storage.noted(new SideInputs(reads, dataset, table, side, rows))),
      numbers: Storage.create('numbers of a field', [rows, width], 'float32', new Float32Array(rows * width).fill(1)),
      kernel: Storage.create('layer behind a gate', [width, to], 'float32', new Float32Array(width * to).fill(1)),
    }));
    ({ inputs: this.inputs, numbers: this.numbers, kernel: this.kernel } = made);
    const field = fieldOf(name, dataset);
    const { start } = usedSlots(field);
    const random = createRandom(1, 'owners of timed fields', name);
    const { user, item } = dataset.events;
    let slots = 0;
    for (const inputs of this.inputs) {
      const events = Uint32Array.from({ length: rows }, () => random.below(user.length));
      const owners = events.map((event) => (side === 'item' ? item : user)[event]!);
      for (const owner of field.owner === 'context' ? events : owners)
        slots += start ? start[owner + 1]! - start[owner]! : 1;
      inputs.prepare({ rows: owners, events: side === 'item' ? null : events, history: null, windows: [] });
      inputs.submit();
    }
    this.slots = slots / (rows * BATCHES);
  }

  runs(part: Part): (() => void)[] {
    const each = this.inputs.map((inputs) => (part === 'lookup' ? () => lookUp(inputs) : () => this.project()));
    return Array.from({ length: this.amount.repetitions }, () => each).flat();
  }

  private project(): void {
    tf.matMul(this.numbers.tensor as tf.Tensor2D, this.kernel.tensor as tf.Tensor2D);
  }

  dispose(): void {
    for (const inputs of this.inputs) inputs.dispose();
    this.numbers.dispose();
    this.kernel.dispose();
  }
}

const KEY = 'a field';

function lookUp(inputs: SideInputs): void {
  const leaves = inputs.leaves();
  leaves.lookup(KEY);
  leaves.dispose();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
