import type { Dialect, LogPreview, UploadedFiles } from '../loading/data-source';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Reads files far enough to show them; the whole file is parsed, unless it was, in the same way, the last time. */
    preview: [{ files: UploadedFiles; dialects: { log?: Dialect; items?: Dialect; users?: Dialect } }, LogPreview];
  }
}

export default command('preview', (host, ask) =>
  host.loadInTurn((signal) => host.whileLoading(signal, (report) => host.sources.preview(ask, signal, report))),
);
