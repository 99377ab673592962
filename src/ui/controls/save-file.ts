import type { ExportedFile } from '../../lab/transfer/exported-file';

/** Offers a file as a download. */
export function saveFile({ fileName, blob }: ExportedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Chrome reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
