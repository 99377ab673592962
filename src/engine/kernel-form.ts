/**
 * What kernels of several forms need to know of the adapter. A GPU wants many threads that share what they load through
 * workgroup memory; a rasteriser wants few, that meet at no barrier and hand each other what they loaded. A form
 * changes the time a kernel takes; a product has equal bits in all of them, a softmax equal numbers up to the order of
 * its sums.
 */
export interface KernelForm {
  /** A CPU adapter. */
  software: boolean;
  /**
   * Lanes that certainly run together, on a CPU adapter that names one size for them and lets them exchange numbers;
   * null otherwise.
   */
  lanes: number | null;
}

let form: KernelForm = { software: false, lanes: null };
/** Called where a device is opened, and by tests of the forms. */
export function setKernelForm(next: KernelForm): void {
  form = next;
}
export const kernelForm = (): KernelForm => form;

/** The softmax marks four columns of every lane in the bits of one u32: more lanes than this would not fit. */
const MOST_LANES = 8;

/** The form that suits a device of this adapter. */
export function formFor(info: GPUAdapterInfo, features: ReadonlySet<string>, software: boolean): KernelForm {
  const { subgroupMinSize, subgroupMaxSize } = info;
  const lanes =
    software &&
    features.has('subgroups') &&
    subgroupMinSize === subgroupMaxSize &&
    subgroupMaxSize > 1 &&
    subgroupMaxSize <= MOST_LANES
      ? subgroupMaxSize
      : null;
  return { software, lanes };
}
