/**
 * The headless lab. Arguments are checked before anything heavy is loaded; a mistake is one line on stderr and exit
 * code 2.
 */
import { helpText, readArguments } from './arguments';
import { faultOf } from './faults';
import type { Flags } from './flags';
import { checkFiles } from './input';
import { checkOutputs, print } from './output';

const INTERRUPTED = 130;
/** How long a run may take to come to rest after Ctrl-C. */
const REST_MS = 3000;

/** The lab, with Ctrl-C bound to a clean stop: nothing half-written stays behind. */
async function openLab({ 'run-dir': runDir }: Flags) {
  const { openHeadless } = await import('./headless');
  const open = await openHeadless(runDir);
  let isStopping = false;
  process.on('SIGINT', () => {
    // npm passes on what the terminal has sent already: one press arrives twice.
    if (isStopping) return;
    isStopping = true;
    const rest = new Promise((resolve) => setTimeout(resolve, REST_MS));
    void Promise.race([open.lab.ask('stop', {}).catch(() => undefined), rest]).finally(() => {
      process.stderr.write('\nstopped; nothing was written\n');
      process.exit(INTERRUPTED);
    });
  });
  return open;
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
      await args.command.run({ flags, own: args.own, operand: args.operand ?? '', openLab: () => openLab(flags) });
    }
    return 0;
  } catch (error) {
    const { line, exitCode } = faultOf(error, flags);
    process.stderr.write(`${line}\n`);
    return exitCode;
  }
}

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
