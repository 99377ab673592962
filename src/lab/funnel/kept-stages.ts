/**
 * The models that were asked last as stages of a funnel: the next person is followed through them without their weights
 * being read and their items encoded anew. They go as soon as other runs are asked, another run begins or is opened, or
 * the device or the data change, and at once where they are larger than `MOST_BYTES` together.
 */
import type { LiveModel } from '../training/live-model';
import type { Stage } from './stage';

/** On the device, of all kept models together: their weights with what update rules may keep of them, and indexes. */
export const MOST_BYTES = 256 * 2 ** 20;

export interface KeptStage {
  title: string;
  model: LiveModel;
  stage: Stage;
}

export class KeptStages {
  private readonly kept = new Map<string, KeptStage>();

  /** @param make is called where none of this key is kept */
  async of(key: string, make: () => Promise<KeptStage>): Promise<KeptStage> {
    const kept = this.kept.get(key) ?? (await make());
    this.kept.set(key, kept);
    return kept;
  }

  /** Drops all others. */
  only(keys: readonly string[]): void {
    for (const key of this.kept.keys()) if (!keys.includes(key)) this.dropOne(key);
  }

  /** After a question. */
  dropIfLarge(most = MOST_BYTES): void {
    const bytes = [...this.kept.values()].reduce(
      (sum, { model, stage }) => sum + model.checkpointBytes + stage.indexBytes,
      0,
    );
    if (bytes > most) this.only([]);
  }

  private dropOne(key: string): void {
    const { model, stage } = this.kept.get(key)!;
    stage.dispose();
    model.dispose();
    this.kept.delete(key);
  }
}
