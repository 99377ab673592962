/**
 * What kernels of several forms need to know of the adapter. A GPU wants many threads that share what they load through
 * workgroup memory; a rasteriser wants few, that meet at no barrier and hand each other what they loaded. A form
 * changes the time a kernel takes, and the order of its sums. A product has equal bits wherever its sums are whole; one
 * that a GPU cuts into parts, as a softmax in any form, has equal numbers up to the order in which they are added. That
 * order is fixed: the same form gives the same bits twice.
 */
export interface KernelForm {
  /** A CPU adapter. */
  software: boolean;
  /**
   * Lanes that certainly run together, on a CPU adapter that names one size for them and lets them exchange numbers;
   * null otherwise.
   */
  lanes: number | null;
  /**
   * Workgroups that a kernel with long sums wants at least: where its results give fewer, its sums are cut into parts,
   * which a second dispatch adds in a fixed order. 1 = no sum is cut.
   */
  workgroups: number;
}

/**
 * WebGPU does not say how many cores a GPU has. Large ones have 80 to 150, each with room for several workgroups at a
 * time; on a small one the parts wait for each other, at the price of one more dispatch.
 */
export const GPU_WORKGROUPS = 256;

let form: KernelForm = { software: false, lanes: null, workgroups: GPU_WORKGROUPS };
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
  return { software, lanes, workgroups: software ? 1 : GPU_WORKGROUPS };
}

/** How sums are cut: into how many parts, and how many turns of the loop each of them has; the last may have fewer. */
export interface Cut {
  parts: number;
  turns: number;
}

/** @param groups workgroups of uncut sums; @param turns of the loop of each; @param most parts */
export function cutOf(groups: number, turns: number, most: number): Cut {
  const wanted = Math.min(most, turns, Math.floor(form.workgroups / groups));
  if (wanted < 2) return { parts: 1, turns };
  const ofPart = Math.ceil(turns / wanted);
  return { parts: Math.ceil(turns / ofPart), turns: ofPart };
}
