/**
 * Ctrl-C and its kin: the work at hand is brought to rest, what it has is kept, and the program ends; soon also where
 * the device does not answer.
 */
import { say } from './terminal';
import { removeDrafts } from './whole-file';

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof EXIT_CODES;

/** How long the device may take to come to rest. */
const REST_MS = 2500;
/** npm passes on what the terminal has sent already: one press arrives twice. */
const ECHO_MS = 500;
/** A signal that somebody has shut out does not end us. */
const DEAF_MS = 100;

export class Interruption {
  /** Null while the work goes on. */
  signal: Signal | null = null;
  /** What is said in the end: what is kept, and where. */
  outcome = 'stopped; nothing was written';
  /** Keeps what there is without asking the device. */
  rescue: () => Promise<void> = async () => undefined;
  /** The writing of a file, which is waited for. */
  writing: Promise<unknown> | null = null;
  private isSaid = false;

  /** @param stop ends the work at hand; whoever waits for that goes on */
  listen(stop: () => Promise<unknown>): void {
    let since = 0;
    for (const signal of Object.keys(EXIT_CODES) as Signal[])
      process.on(signal, () => {
        if (this.signal !== null) {
          if (performance.now() - since > ECHO_MS) this.die();
          return;
        }
        this.signal = signal;
        since = performance.now();
        stop().catch(() => undefined);
        setTimeout(() => void this.giveUp(), REST_MS);
      });
  }

  /** Where it ended the work, which then has kept what it could. */
  get exitCode(): number | null {
    return this.signal && EXIT_CODES[this.signal];
  }

  say(): void {
    this.isSaid = true;
    process.stderr.write('\n');
    say(this.outcome);
  }

  /** The program has not ended by itself. */
  private async giveUp(): Promise<void> {
    // The work is over, and only the device keeps the program from its end.
    if (this.isSaid) return this.die();
    try {
      await this.writing?.catch(() => undefined);
      await this.rescue();
    } catch (error) {
      process.stderr.write('\n');
      say(error instanceof Error ? error.message : String(error));
    }
    this.say();
    this.die();
  }

  /** By the signal itself: an exit in good order would wait for the device. */
  private die(): void {
    const signal = this.signal!;
    removeDrafts();
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(EXIT_CODES[signal]), DEAF_MS);
  }
}
