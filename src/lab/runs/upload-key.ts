import { FILE_KINDS } from '../../data/file-kinds';
import type { UploadedFiles } from '../loading/data-source';

/** The same for the same files: by name, size and date of each, as a file system tells them apart. */
export const uploadKey = (files: UploadedFiles): string =>
  JSON.stringify(
    FILE_KINDS.map((kind) => {
      const file = files[kind];
      return file && [file.name, file.size, file.lastModified];
    }),
  );
