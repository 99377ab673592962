/** A WebAssembly module that the build made of AssemblyScript, in base64 (see cli/setup/assembly.mjs). */

/**
 * Its exports, at once: workers may, and modules of a few kilobytes are compiled in milliseconds.
 * @throws where there is no WebAssembly, none with SIMD, or a page's policy forbids it
 */
export function instantiate<T>(base64: string): T {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as T;
}

/** Of a WebAssembly memory. */
export const PAGE = 65_536;
