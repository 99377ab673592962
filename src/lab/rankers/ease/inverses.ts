/**
 * The inverses of a fit, on a GPU of their own where that is quicker and exact enough, on the host otherwise. The run's
 * device is left alone: this one is opened for the first inverse and closed after the last.
 */
import { DeviceInverse, type NoInverseReason } from '../../../engine/linear-algebra/device-inverse';
import { NotPositiveDefiniteError } from '../../../engine/linear-algebra/symmetric-inverse';
import { LimitError } from '../../../engine/limit-error';
import type { TakeTurn } from '../../turns';
import type { Note, OnProgress } from '../fitting/fitting';
import type { TrainingSets } from '../fitting/training-sets';
import { regularisedInverse } from './inverse';
import { errorOfWeights } from './precision';
import type { EaseNote } from './ranker';

/** Rows of a matrix from which on a device is worth opening: the host takes half a second for it. */
const ON_DEVICE_FROM = 1024;
/** Rows from which on it is said that there is no GPU: the host takes minutes. */
const SLOW_FROM = 6000;
/**
 * The largest error of a weight, as a share of the largest of its item, that is let pass. On the reference logs float32
 * is off by less than a tenth of it at the smallest lambda that is tried, 20, and lists of 100 hold the same items
 * (`single-precision.test.ts`). It ends where three items or more have the same n users: n / lambda x 2^-24 is what it
 * is off by then, about, and more than this where n is above 1,700 lambda.
 */
export const MOST_OFF = 1e-4;

export interface InversesOptions {
  takeTurn: TakeTurn;
  /** By default `navigator.gpu`, unless its adapter is a CPU. */
  open?: () => Promise<DeviceInverse | NoInverseReason>;
  onDeviceFrom?: number;
  slowFrom?: number;
}

const openGpu = (): Promise<DeviceInverse | NoInverseReason> => DeviceInverse.open(globalThis.navigator?.gpu);

export class Inverses {
  private device: DeviceInverse | EaseNote | null = null;
  private largestError: number | null = null;
  private readonly refused = new Map<EaseNote, Note<EaseNote>>();
  private readonly takeTurn: TakeTurn;
  private readonly open: () => Promise<DeviceInverse | NoInverseReason>;
  private readonly onDeviceFrom: number;
  private readonly slowFrom: number;

  constructor({ takeTurn, open = openGpu, onDeviceFrom = ON_DEVICE_FROM, slowFrom = SLOW_FROM }: InversesOptions) {
    this.takeTurn = takeTurn;
    this.open = open;
    this.onDeviceFrom = onDeviceFrom;
    this.slowFrom = slowFrom;
  }

  /** P = (XᵀX + lambda I)⁻¹, written into `square` [items x items]. */
  async invert(
    sets: TrainingSets,
    lambda: number,
    square: Float64Array,
    onProgress: OnProgress = () => undefined,
  ): Promise<void> {
    let most = 0;
    // The host begins anew where the device failed.
    const report: OnProgress = (fraction) => onProgress((most = Math.max(most, fraction)));
    const { takeTurn } = this;
    if (await this.onDevice(sets, lambda, square, report)) return;
    await regularisedInverse(sets, lambda, square, { takeTurn, onProgress: report });
  }

  /** @returns whether it was done, and is exact enough */
  private async onDevice(
    sets: TrainingSets,
    lambda: number,
    square: Float64Array,
    report: OnProgress,
  ): Promise<boolean> {
    const { takeTurn } = this;
    const rows = Math.min(sets.users, sets.items);
    if (rows < this.onDeviceFrom) return false;
    this.device ??= await this.opened();
    const { device } = this;
    if (!(device instanceof DeviceInverse)) {
      if (device !== 'noGpu' || rows >= this.slowFrom) this.refuse(device);
      return false;
    }
    try {
      await regularisedInverse(sets, lambda, square, {
        takeTurn,
        onProgress: (fraction) => report(0.95 * fraction),
        invert: (a, n, onProgress) => device.invert(a, n, { takeTurn, onProgress }),
      });
    } catch (error) {
      // Given up, or the device's failure.
      await takeTurn();
      if (error instanceof LimitError) this.refuse('gpuTooSmall', { rows });
      else if (error instanceof NotPositiveDefiniteError) this.refuse('tooCoarse', { lambda });
      else {
        this.close();
        this.device = 'gpuFailed';
        this.refuse('gpuFailed');
      }
      return false;
    }
    const error = await errorOfWeights(sets, lambda, square, takeTurn);
    if (!(error <= MOST_OFF)) {
      this.refuse('tooCoarse', { lambda });
      return false;
    }
    this.largestError = Math.max(this.largestError ?? 0, error);
    report(1);
    return true;
  }

  private async opened(): Promise<DeviceInverse | EaseNote> {
    try {
      const device = await this.open();
      return typeof device === 'string' ? 'noGpu' : device;
    } catch {
      return 'gpuFailed';
    }
  }

  private refuse(id: EaseNote, values: Note['values'] = {}): void {
    this.refused.set(id, { id, values });
  }

  /** Where the inverses were computed, as far as it is worth saying. */
  get notes(): readonly Note<EaseNote>[] {
    const { largestError } = this;
    const onGpu =
      largestError === null ? [] : [{ id: 'onGpu' as const, values: { millionths: inMillionths(largestError) } }];
    return [...onGpu, ...this.refused.values()];
  }

  close(): void {
    if (this.device instanceof DeviceInverse) this.device.close();
    this.device = null;
  }
}

/** All of them on the host. */
export const onHost = (takeTurn: TakeTurn): Inverses => new Inverses({ takeTurn, onDeviceFrom: Infinity });

const inMillionths = (share: number): number => Math.max(1, Math.ceil(1e6 * share));
