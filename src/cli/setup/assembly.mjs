// AssemblyScript in a Vite build: the `base64` of './assembly/index.ts?assembly' is the compiled module. So it lies in
// the worker's own script, and nothing is fetched.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const QUERY = '?assembly';
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--disableWarning'];

/** @type {import('vite').Plugin} */
export const assembly = {
  name: 'assembly',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith(QUERY)) return null;
    const resolved = await this.resolve(source.slice(0, -QUERY.length), importer, { skipSelf: true });
    return resolved && `${resolved.id}${QUERY}`;
  },
  async load(id) {
    if (!id.endsWith(QUERY)) return null;
    const entry = id.slice(0, -QUERY.length);
    for (const name of readdirSync(dirname(entry))) this.addWatchFile(join(dirname(entry), name));
    return `export const base64 = ${JSON.stringify(Buffer.from(await compiled(entry)).toString('base64'))};`;
  },
};

/**
 * @param {string} entry path of the module that exports what the module exports
 * @returns {Promise<Uint8Array>}
 */
async function compiled(entry) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | null} */
  let bytes = null;
  let said = '';
  const { error } = await asc.main([basename(entry), '--outFile', 'out.wasm', ...FLAGS], {
    stderr: { write: (/** @type {string | Uint8Array} */ text) => void (said += text) },
    readFile: (name) => {
      try {
        return readFileSync(join(dirname(entry), name), 'utf8');
      } catch {
        return null; // it looks for a file in several places
      }
    },
    writeFile: (name, contents) => {
      if (name === 'out.wasm' && typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`AssemblyScript: ${said || error}`);
  return bytes;
}
