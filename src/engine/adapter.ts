/** What an adapter is, by what it says of itself. */

const SOFTWARE = /llvmpipe|swiftshader|lavapipe|basic render/i;

/** The adapter in words. */
export function describeAdapter(info: GPUAdapterInfo): string {
  const parts = [info.description, info.device, [info.vendor, info.architecture].filter(Boolean).join(' ')];
  return parts.find((part) => part && part.trim().length > 0) ?? 'unnamed adapter';
}

/** Whether it is a CPU that stands in for a GPU. */
export const isSoftware = (info: GPUAdapterInfo): boolean =>
  info.isFallbackAdapter === true || SOFTWARE.test(describeAdapter(info));
