/** Collects the rows that are not used: counted by reason, the first few kept as examples. */
import type { RejectReason, RowReport } from './table';

const EXAMPLES = 5;
const EXAMPLE_LENGTH = 200;

type Rejected = RowReport['rejected'][number];

/** What is said of rows that are used all the same. */
const NOTED: ReadonlySet<RejectReason> = new Set<RejectReason>([
  'unknown-item',
  'unknown-user',
  'undecodable',
  'other-form',
  'repeated-item',
  'repeated-user',
]);
export const isUnusable = (reason: RejectReason): boolean => !NOTED.has(reason);

/** Rows that could not be used: not those that a person filtered away. */
export const unusableRows = ({ read, kept, filtered = 0 }: RowReport): number => read - kept - filtered;

export class Rejects {
  readonly #byReason = new Map<RejectReason, Rejected>();

  /**
   * @param line of the file, 1 = the first; `text` of the row or cell as it stood there; `column` where one cell is to
   * blame
   */
  add(reason: RejectReason, line: number, text: string, column?: string): void {
    const entry = this.#byReason.get(reason) ?? { reason, count: 0, examples: [] };
    this.#byReason.set(reason, entry);
    entry.count++;
    if (entry.examples.length >= EXAMPLES) return;
    const shown = text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH)}…` : text;
    entry.examples.push(column === undefined ? { line, text: shown } : { line, text: shown, column });
  }

  get total(): number {
    let total = 0;
    for (const { count } of this.#byReason.values()) total += count;
    return total;
  }

  /** In the order in which the reasons were first met. */
  list(): Rejected[] {
    return [...this.#byReason.values()];
  }
}
