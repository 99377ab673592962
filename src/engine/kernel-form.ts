/**
 * Which form of a kernel runs, where a GPU and a CPU adapter want different ones: a GPU many threads that share what they load, a rasteriser few that
 * load the same address at once and meet at no barrier. Results are equal to the bit.
 */
export type KernelForm = 'gpu' | 'cpu';

let form: KernelForm = 'gpu';
/** Called where a device is opened, and by tests of both forms. */
export function setKernelForm(next: KernelForm): void {
  form = next;
}
export const kernelForm = (): KernelForm => form;
