/**
 * The file of a training's weights. It is written as soon as they are trained, again with the figures of their test,
 * and once more with the baselines beside them. Weights of a training that did not come to its end go there as well
 * where there was nothing, and beside it where there was.
 */
import { existsSync } from 'node:fs';
import type { Lab } from '../../../lab/protocol';
import type { Interruption } from '../../interruption';
import { writeStream } from '../../whole-file';

const partialOf = (path: string): string => `${path}.partial`;

export class WeightsOut {
  /** Where weights of this training lie; null before there are any. */
  written: string | null = null;
  private readonly partial: string;
  private early: Promise<unknown> = Promise.resolve();

  /** @param path as it is before the training */
  constructor(
    private readonly lab: Pick<Lab, 'ask'>,
    private readonly interruption: Interruption,
    private readonly path: string,
  ) {
    this.partial = existsSync(path) ? partialOf(path) : path;
  }

  /** What is trained, before its test, which may fail; the writing goes on by itself. */
  writeEarly(): void {
    // What fails here fails again at the end, and is said then.
    this.early = this.write(this.path, false).catch(() => undefined);
  }

  /** Of a training that has come to its end. @throws Error naming the path */
  async finish(): Promise<void> {
    await this.early;
    await this.write(this.path, false);
  }

  /**
   * Of one that has not.
   * @param kept of the last checkpoint, without the device
   * @throws Error naming the path; LabRefusal (no-weights) where there are none
   */
  async rescue(kept: boolean): Promise<void> {
    await this.early;
    if (this.written === null) await this.write(this.partial, kept);
  }

  private write(path: string, kept: boolean): Promise<void> {
    const writing = this.lab.ask('exportWeights', { encoding: 'base64-f32-le', kept }).then(async ({ blob }) => {
      this.interruption.writing = writing;
      await writeStream(path, blob.stream());
      this.written = path;
    });
    return writing;
  }
}
