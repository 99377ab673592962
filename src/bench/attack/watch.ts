/**
 * How much a program works without a word, by the kernel's account of its CPU time: a busy machine does not add to it.
 */
import { readFileSync } from 'node:fs';
import type { Silence } from './attack';

/** Of the kernel's account. */
const TICKS_PER_SECOND = 100;
const EVERY_MS = 50;

const childrenOf = (pid: number): number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};
const descendantsOf = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);

/** Processes that run the program, begun by the process `from`. */
export const running = (from: number, program: string): number[] =>
  descendantsOf(from).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] === program;
    } catch {
      return false;
    }
  });

/** Seconds, of all its threads; null where it is gone. */
function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** Follows the processes of one command. */
export class Watch {
  /** Seconds of CPU time of each process, as they were last seen. */
  private readonly spent = new Map<number, number>();
  private lastWordAt: number;
  private lastWord = '';
  private longest: Silence = { seconds: 0, after: '' };
  private readonly timer: NodeJS.Timeout;

  /** @param startUp seconds of CPU time that the program takes before it can say anything */
  constructor(
    private readonly from: number,
    private readonly program: string,
    startUp: number,
  ) {
    this.lastWordAt = startUp;
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  get cpu(): number {
    return [...this.spent.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /** @param word what is shown now: the same again is none */
  heard(word: string): void {
    if (word === this.lastWord) return;
    this.look();
    this.note();
    [this.lastWordAt, this.lastWord] = [Math.max(this.lastWordAt, this.cpu), word];
  }

  /** @returns the longest silence, that of the exit included */
  end(): Silence {
    clearInterval(this.timer);
    this.note();
    return this.longest;
  }

  private look(): void {
    for (const pid of running(this.from, this.program)) {
      const seconds = cpuOf(pid);
      if (seconds !== null) this.spent.set(pid, seconds);
    }
  }

  private note(): void {
    const seconds = this.cpu - this.lastWordAt;
    if (seconds > this.longest.seconds) this.longest = { seconds, after: this.lastWord };
  }
}
