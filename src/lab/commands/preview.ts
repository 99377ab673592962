import type { Dialect, LogPreview, UploadedFiles } from '../loading/data-source';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Reads files far enough to show them; the whole file is parsed. */
    preview: [{ files: UploadedFiles; dialects: { log?: Dialect; items?: Dialect; users?: Dialect } }, LogPreview];
  }
}

export default command('preview', (host, ask) =>
  host.inTurn(() => host.whileLoading((signal) => host.sources.preview(ask, signal, host.busy))),
);
