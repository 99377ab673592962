/** Offers a text as a download. */
export function saveFile({ fileName, json }: { fileName: string; json: string }): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Chrome reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
