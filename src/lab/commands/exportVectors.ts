import { exportVectors, type AsOf } from '../transfer/export-vectors';
import { command } from '../command';
import type { ExportedFile } from '../transfer/exported-file';

declare module '../protocol' {
  interface Commands {
    /**
     * The vectors of all items and of the users as of a moment ('end' where it is not said), each interest with whether
     * it is active.
     */
    exportVectors: [{ asOf?: AsOf }, ExportedFile];
  }
}

export default command('exportVectors', (host, { asOf = 'end' }) =>
  host.atRest((model, { signal, onProgress }) => exportVectors(model, asOf, signal, onProgress)),
);
