import { relevanceBy, type Relevance, type Teacher } from '../../../data/relevance';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
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

interface Judged {
  relevance: Relevance;
  length: number;
  values: Float32Array<ArrayBuffer>;
  storage: Storage;
}

/** Judged on the host, where the past of a row and the batch's items are, and written as the batch is. */
class BatchRelevances implements Feed {
  private readonly judged: ReadonlyMap<string, Judged>;

  /**
   * @throws Error where the data set lacks what the teacher judges by; LimitError where B x B numbers do not fit one
   * buffer
   */
  constructor({ compiled, dataset }: Setting, batch: number) {
    this.judged = new Map(
      relevancesOf(compiled.graph).map((request) => [
        keyOf(request),
        {
          relevance: relevanceBy(request.teacher, dataset),
          length: request.length,
          values: new Float32Array(batch * batch),
          storage: Storage.create(`relevance by ${request.teacher.by}`, [batch, batch], 'float32'),
        },
      ]),
    );
  }

  prepare({ batch }: Given): void {
    if (!batch) return;
    for (const { relevance, length, values } of this.judged.values()) batchRelevance(relevance, batch, length, values);
  }

  submit({ batch }: Given): void {
    if (batch) for (const { storage, values } of this.judged.values()) storage.write(values);
  }

  of(key: string): Tensor2D | undefined {
    return this.judged.get(key)?.storage.tensor as Tensor2D | undefined;
  }

  dispose(): void {
    for (const { storage } of this.judged.values()) storage.dispose();
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
