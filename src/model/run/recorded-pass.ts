/** A pass over rows that lie in fixed buffers: recorded where a GPU computes, replayed for every other rows there. */
import { Plan } from '../../engine/plan';
import { onGpu } from '../../engine/run-kernel';
import { Storage } from '../../engine/storage';
import * as tf from '../../engine/tf';

/** Tensors by name. */
type Results<N extends string> = Readonly<Record<N, tf.Tensor | undefined>>;

export class RecordedPass<N extends string> {
  private plan: Plan | null = null;
  private held: Readonly<Record<N, Storage | undefined>> | null = null;

  /** @param pass reads the buffers; inside a tidy. What it gives has the same shapes each time */
  constructor(private readonly pass: () => Results<N>) {}

  /**
   * What the pass gives for what the buffers hold now; the caller disposes it.
   * @throws CannotRecord
   */
  run(): Results<N> {
    if (!onGpu()) return tf.tidy(() => mapped(this.pass(), (tensor) => tf.clone(tensor)));
    if (this.plan) this.plan.replay();
    else this.record();
    return mapped(this.held!, (storage) => storage.copy());
  }

  private record(): void {
    Storage.allOrNone(() => {
      this.plan = Plan.record(() =>
        tf.tidy(() => {
          const results = this.pass();
          this.held ??= mapped(results, ({ shape }) => Storage.create('a recorded result', shape, 'float32'));
          for (const name of Object.keys(results) as N[]) this.held[name]?.copyFrom(results[name]!);
        }),
      );
    });
  }

  dispose(): void {
    this.plan?.dispose();
    for (const storage of Object.values<Storage | undefined>(this.held ?? {})) storage?.dispose();
  }
}

const mapped = <N extends string, A, B>(
  values: Readonly<Record<N, A | undefined>>,
  change: (value: A) => B,
): Readonly<Record<N, B | undefined>> =>
  Object.fromEntries(
    Object.entries<A | undefined>(values).map(([name, value]) => [name, value === undefined ? value : change(value)]),
  ) as Record<N, B | undefined>;
