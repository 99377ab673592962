import type { Draw } from '../../../engine/kernels/counter-uniform/counter-uniform';
import { streamOf } from '../../../engine/kernels/counter-uniform/reference';
import { Storage } from '../../../engine/storage';
import type { Feed, Given } from '../abilities/ability';

/** The number of the step, which counter-based draws read. */
export class Draws implements Feed {
  private readonly step = Storage.create('step number', [1], 'int32');

  constructor(private readonly seed: number) {}

  submit({ batch }: Given): void {
    if (batch) this.step.write(Uint32Array.of(batch.step));
  }

  of(nodeId: string, name: string): Draw {
    return { stream: streamOf(nodeId, name), seed: this.seed, step: this.step };
  }

  dispose(): void {
    this.step.dispose();
  }
}
