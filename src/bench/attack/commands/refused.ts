import type { Attack } from '../attack';

type Rest = Partial<Omit<Attack, 'name' | 'command' | 'code' | 'says'>>;

/** A command that is refused. @param line the last one on stderr, from its first character on */
export const refused = (name: string, command: string, line: string, rest: Rest = {}): Attack => ({
  name,
  command,
  code: 2,
  says: new RegExp(`(^|\\n)${line}[^\\n]*$`),
  ...rest,
});
