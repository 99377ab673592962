/**
 * The headless lab. Arguments are checked before anything heavy is loaded; a mistake is one line on stderr, below two
 * that show its place in a formula, and exit code 2.
 */
import { helpText, readArguments } from './arguments';
import { faultOf } from './faults';
import { dataArguments, type Flags } from './flags';
import type { Opened } from './headless';
import { LabRefusal } from '../lab/failure';
import { checkFiles } from './input';
import { Interruption } from './interruption';
import { checkOutputs, print } from './output';
import { say } from './terminal';

const interruption = new Interruption();

/** The lab, which a signal brings to rest: nothing half-written stays behind. */
async function openLab(flags: Flags): Promise<Opened> {
  const { openHeadless } = await import('./headless');
  const open = await openHeadless(flags, dataArguments(flags));
  // Baselines are counted where no training is under way: one of the two has nothing to end.
  interruption.listen(() => Promise.allSettled([open.lab.ask('skipBaselines', {}), open.lab.ask('stop', {})]));
  return { ...open, interruption };
}

async function main(argv: readonly string[]): Promise<number> {
  let flags: Flags = {};
  try {
    const args = readArguments(argv);
    if ('help' in args) print(helpText(args.help));
    else {
      flags = args.flags;
      checkFiles(flags);
      checkOutputs(flags, args.command.writes ?? []);
      await args.command.run({
        flags,
        own: args.own,
        operand: args.operand ?? '',
        openLab: (asked = flags) => {
          // A run that goes on has its own: a fault of its files is said by them.
          flags = asked;
          return openLab(asked);
        },
      });
    }
  } catch (error) {
    // What was cut off by the signal is no fault.
    if (!(interruption.signal && isCutOff(error))) {
      const { line, place = [], exitCode } = faultOf(error, flags);
      for (const one of [...place, line]) say(one);
      if (!interruption.signal) return exitCode;
    }
  }
  if (interruption.signal) interruption.say();
  return interruption.exitCode ?? 0;
}

const isCutOff = (error: unknown): boolean => error instanceof LabRefusal && error.failure.code === 'cut-off';

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early, as `head` does, is no error.
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`stdout cannot be written: ${message.split(', ')[0]}\n`);
  process.exit(1);
});
const exitCode = await main(process.argv.slice(2));
// Dawn keeps the event loop alive, so the program ends itself, once everything it said has left.
// What stdout did not take is told after this callback, and ends it otherwise.
process.stdout.write('', () => setImmediate(() => process.exit(exitCode)));
