import { slotOf } from '../../../data/earlier-items';
import { pushRows } from '../../../engine/row-ring';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import { memoryPath } from '../compile';
import { ability, absent, type Feed, type Given, type Setting } from './ability';

declare module '../../blocks/block' {
  /** Vectors of the items of earlier batches, in a ring. */
  interface Memory {
    /** [N, D] as earlier steps left them, in the slots of `Batch.sampled`. Not differentiated. */
    vectors: Tensor2D;
    /** Keeps those of the batch's rows, [B, D], in place of the oldest: after the last reading. */
    keep(vectors: Tensor2D): void;
  }
  interface Context {
    /** Of a node whose block declares one. Only training has it. */
    readonly memory: Memory;
  }
}

class Memories implements Feed {
  /** Of row 0 of the batch. */
  private readonly slot = Storage.create('slot of a memory', [1], 'int32');

  constructor(
    private readonly slots: number,
    private readonly memoryOf: (path: string) => Storage,
  ) {}

  submit({ batch }: Given): void {
    if (batch) this.slot.write(Uint32Array.of(slotOf(batch.step, batch.size, this.slots)));
  }

  of(path: string) {
    const ring = this.memoryOf(path);
    return {
      vectors: ring.tensor as Tensor2D,
      keep: (vectors: Tensor2D) => pushRows(ring, vectors, this.slot),
    };
  }

  dispose(): void {
    this.slot.dispose();
  }
}

/** All that a graph has are as long as its batches have columns of earlier rows. */
const memoriesOf = ({ compiled: { memories }, training }: Setting): Memories | null =>
  training && memories[0] ? new Memories(memories[0].shape[0], training.memoryOf) : null;

export default ability('memory', {
  feed: memoriesOf,
  give: ({ node }, feed) => (feed ?? absent(`"${node.id}" has no memory`)).of(memoryPath(node)),
});
