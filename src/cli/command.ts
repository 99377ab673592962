/** A command of the headless lab: a folder in `commands/` with a `command.ts` that declares it. */
import type { Flag, FlagName, Flags } from './flags';
import type { Opened } from './headless';

export type OwnFlags = Readonly<Record<string, Flag<unknown>>>;

export interface Command<Own extends OwnFlags = OwnFlags> {
  id: string;
  /** Among the commands as the help lists them. */
  place: number;
  about: string;
  flags: readonly FlagName[];
  /** Flags that no other command has. */
  own?: Own;
  needs: readonly FlagName[];
  /** Of these at least one. */
  needsOne?: readonly FlagName[];
  operand: string | null;
  /** Flags that name a file it writes: looked at before anything is read. */
  writes?: readonly FlagName[];
  /** Flags that say something only beside another one, for this command alone. */
  beside?: readonly (readonly [FlagName, FlagName])[];
  /**
   * What does the work is loaded here, so that a mistake in the arguments is said before anything heavy is.
   * @param openLab the lab in process, with Ctrl-C bound to a clean stop; `asked`: flags in place of those given
   */
  run(asked: {
    flags: Flags;
    own: { readonly [K in keyof Own]?: ReturnType<Own[K]['read']> };
    operand: string;
    openLab(asked?: Flags): Promise<Opened>;
  }): Promise<void>;
}

export const defineCommand = <Own extends OwnFlags>(command: Command<Own>): Command<Own> => command;
