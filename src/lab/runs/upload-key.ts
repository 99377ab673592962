import { FILE_KINDS } from '../../data/file-kinds';
import type { Upload } from './storage';

/**
 * The same for the same files read the same way: by name, size and date of each, as a file system tells them apart,
 * and what was said of its form.
 */
export const uploadKey = ({ files, dialects }: Upload): string =>
  JSON.stringify(
    FILE_KINDS.map((kind) => {
      const file = files[kind];
      const dialect = dialects[kind];
      return file && [file.name, file.size, file.lastModified, ...(dialect ? [dialect] : [])];
    }),
  );
