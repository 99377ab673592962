/** A log that is read, or refused. */
import type { Attack, Folder } from '../attack';
import type { Facts } from '../facts';

type Content = string | Uint8Array;
export type Rest = Partial<Pick<Attack, 'says' | 'hides' | 'cannot'>> & { flags?: string };

/** Flags of a short training on the log of the attack. */
export const trainOn = (log: string, flags = ''): string =>
  `$LAB train --log ${log} $SMALL --json${flags === '' ? '' : ` ${flags}`}`;

const filesOf =
  (content: () => Content, log: string): Attack['files'] =>
  (folder: Folder) =>
    void folder.write(log, content());

/** Read to its end, trained on, and told as it is. */
export const reads = (name: string, content: () => Content, told: Facts, { flags, ...rest }: Rest = {}): Attack => ({
  name,
  files: filesOf(content, 'log.csv'),
  command: trainOn('log.csv', flags),
  code: 0,
  told,
  ...rest,
});

/** Refused in one line, the last one, which names the flag and the file. @param why what follows them */
export const refuses = (name: string, content: () => Content, why: string, { flags, ...rest }: Rest = {}): Attack => ({
  name,
  files: filesOf(content, 'log.csv'),
  command: trainOn('log.csv', flags),
  code: 2,
  says: new RegExp(`(^|\\n)--log "log\\.csv": .*${why}[^\\n]*$`),
  ...rest,
});

export const ALL: Facts = { users: 20, items: 40, pairs: 240, read: 240, kept: 240, rejected: {} };
