/** What a terminal was sent, as words. */

/** The line is begun anew and cleared: what stood there was progress. */
const REWRITTEN = '\r\u001b[2K';
/** What the driver says of itself. */
const DRIVER = /^Warning: max\w+ artificially reduced/;

/** Every line that was shown, also those that another one took the place of, each once in a row. */
export function linesOf(sent: string): string[] {
  return sent
    .split('\n')
    .flatMap((line) => line.replace(/\r+$/, '').split(REWRITTEN))
    .filter((line, i, all) => line !== '' && line !== all[i - 1] && !DRIVER.test(line));
}
