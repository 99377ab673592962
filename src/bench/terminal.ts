/** What a command finds goes to stdout, how far it is to stderr. */

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const say = (text: string): void =>
  void process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
/** Clears the line of `say`. */
export const hush = (): void => {
  if (process.stderr.isTTY) say('');
};
