import type { Batch } from '../../../data/batches';
import type { Dataset } from '../../../data/dataset';
import { relevanceBy, type Teacher } from '../../../data/relevance';
import { sizesOf, teacherVectors, type TeacherVectors } from '../../../data/teacher-vectors';
import { Storage } from '../../../engine/storage';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { RelevanceRequest } from '../../blocks/block';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { keyOf, relevancesOf } from '../../nodes/relevance';
import { batchRelevance } from '../feed/batch-relevance';
import { ability, absent, type Feed, type Given, type Setting } from './ability';

declare module '../../blocks/block' {
  interface RelevanceRequest {
    teacher: Teacher;
    /** The newest so many events of the past are looked at. */
    length: number;
    /** Below it a pair is irrelevant, for whoever asks and in what is told of lists (lab/evaluate). */
    threshold: number;
  }
  interface Context {
    /**
     * [B, B] how relevant the item of row j is to the user of row i, as of that row, in [0, 1] (data/relevance.ts);
     * 2 where nothing is known. Not differentiated. Only training has it.
     */
    relevance(request: RelevanceRequest): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.relevance`. */
    relevance?(params: ParamValues<P>): RelevanceRequest;
  }
}

/** What one teacher says of a batch. */
interface Judged {
  /** All of the work that needs no device. */
  prepare(batch: Batch): void;
  submit(): void;
  /** [B, B] of the batch last submitted. */
  values(): Tensor2D;
  dispose(): void;
}

/**
 * Judged on the host, where the past of a row and the batch's items are, and written as the batch is.
 * @throws Error where the data set lacks what the teacher judges by; LimitError where B x B numbers do not fit one
 * buffer
 */
function onHost({ teacher, length }: RelevanceRequest, dataset: Dataset, batch: number): Judged {
  const relevance = relevanceBy(teacher, dataset);
  const values = new Float32Array(batch * batch);
  const storage = Storage.create(`relevance by ${teacher.by}`, [batch, batch], 'float32');
  return {
    prepare: (given) => void batchRelevance(relevance, given, length, values),
    submit: () => storage.write(values),
    values: () => storage.tensor as Tensor2D,
    dispose: () => storage.dispose(),
  };
}

/**
 * By frozen vectors: those of the batch's users and items are written as the batch is, and multiplied in the step.
 * Whoever is in a batch has training events, so that all is known.
 */
function byVectors(vectors: TeacherVectors, dataset: Dataset, batch: number): Judged {
  const { width, perUser } = sizesOf(vectors, dataset);
  const rowsOf = (name: string, all: Float32Array, size: number) => {
    const values = new Float32Array(batch * size);
    const storage = Storage.create(`vectors of ${name} by the teacher`, [batch, size], 'float32');
    const take = (ids: Uint32Array): void =>
      ids.forEach((id, row) => values.set(all.subarray(id * size, (id + 1) * size), row * size));
    return { storage, take, write: () => storage.write(values) };
  };
  const users = rowsOf('users', vectors.users, perUser * width);
  const items = rowsOf('items', vectors.items, width);
  return {
    prepare(given) {
      users.take(given.users);
      items.take(given.items);
    },
    submit() {
      users.write();
      items.write();
    },
    values: () =>
      tf.tidy(() => {
        const interests = tf.split<Tensor2D>(users.storage.tensor as Tensor2D, perUser, 1);
        const scores = interests.map((own): Tensor2D => tf.matMul(own, items.storage.tensor as Tensor2D, false, true));
        return tf.sigmoid(scores.reduce((a, b) => tf.maximum(a, b)));
      }),
    dispose() {
      users.storage.dispose();
      items.storage.dispose();
    },
  };
}

class BatchRelevances implements Feed {
  private readonly judged: ReadonlyMap<string, Judged>;

  /** @throws as `onHost` */
  constructor({ compiled, dataset }: Setting, batch: number) {
    this.judged = new Map(
      relevancesOf(compiled.graph).map((request) => {
        const vectors = request.teacher.by === 'run' ? teacherVectors(dataset, request.teacher.run) : null;
        return [keyOf(request), vectors ? byVectors(vectors, dataset, batch) : onHost(request, dataset, batch)];
      }),
    );
  }

  prepare({ batch }: Given): void {
    if (batch) for (const judged of this.judged.values()) judged.prepare(batch);
  }

  submit({ batch }: Given): void {
    if (batch) for (const judged of this.judged.values()) judged.submit();
  }

  of(key: string): Tensor2D | undefined {
    return this.judged.get(key)?.values();
  }

  dispose(): void {
    for (const judged of this.judged.values()) judged.dispose();
  }
}

export default ability('relevance', {
  feed: (setting) =>
    setting.training && relevancesOf(setting.compiled.graph).length > 0
      ? new BatchRelevances(setting, setting.training.batch)
      : null,
  give:
    ({ node }, feed) =>
    (request) =>
      feed?.of(keyOf(request)) ?? absent(`"${node.id}" asked for a relevance that is not judged`),
  alone:
    ({ rows, uniform }) =>
    (request) =>
      uniform(keyOf(request), [rows, rows]) as Tensor2D,
  twin: {
    read: (graph, dataset, batch) =>
      Object.fromEntries(
        relevancesOf(graph).map((request) => [
          keyOf(request),
          {
            values: batchRelevance(relevanceBy(request.teacher, dataset), batch, request.length),
            shape: [batch.size, batch.size],
          },
        ]),
      ),
  },
});
