/** Rows to a table, while a file streams by: what is used and what is not, with the line where each began. */
import type { Notice } from '../notices';
import { Rejects } from '../rejected-rows';
import { DataError, type DataProblem, type Table } from '../table';
import { ColumnBuilder } from './columns';
import type { Options } from './source';

export class TableBuilder {
  readonly rejects = new Rejects();
  /** Rows that are kept, though not quite as they stand. */
  readonly #changed = new Rejects();
  readonly #columns: ColumnBuilder[] = [];
  #line = new Uint32Array(1024);
  #rows = 0;

  constructor(
    readonly fileName: string,
    readonly file: DataProblem['file'],
  ) {}

  get rows(): number {
    return this.#rows;
  }

  /** Rows that are there already have an empty cell in it. */
  addColumn(name: string): void {
    this.#columns.push(new ColumnBuilder(name, this.#rows));
  }

  /** @param cells of the columns in their order; an absent one is empty */
  add(cells: readonly (string | undefined)[], line: number): void {
    let otherForm = -1;
    for (let c = 0; c < this.#columns.length; c++)
      if (this.#columns[c]!.add(cells[c] ?? '') && otherForm < 0) otherForm = c;
    if (otherForm >= 0) this.#changed.add('other-form', line, cells[otherForm]!, this.#columns[otherForm]!.name);
    if (this.#rows === this.#line.length) {
      const grown = new Uint32Array(this.#rows * 2);
      grown.set(this.#line);
      this.#line = grown;
    }
    this.#line[this.#rows++] = line;
  }

  /**
   * @param options all that the reader decided
   * @param separator between the cells of a row that a report shows
   * @throws DataError `no-valid-rows` where all rows are rejected, `header-only` where there is none
   */
  finish(options: Options, separator: string): Table {
    const rejected = this.rejects.list();
    const report = { read: this.#rows + this.rejects.total, kept: this.#rows, rejected };
    if (this.#rows === 0) {
      const first = rejected[0]?.examples[0];
      const { fileName, file } = this;
      throw new DataError(
        first === undefined
          ? { code: 'header-only', file, values: { file: fileName } }
          : {
              code: 'no-valid-rows',
              file,
              values: {
                file: fileName,
                rows: this.rejects.total,
                reason: rejected[0]!.reason,
                line: first.line,
                text: first.text,
              },
              report,
            },
      );
    }
    const columns = this.#columns.map((column) => column.build());
    const cut = columns.filter(({ isCut }) => isCut);
    return {
      fileName: this.fileName,
      columns,
      rows: this.#rows,
      line: this.#line.slice(0, this.#rows),
      options,
      separator,
      report: { ...report, rejected: [...rejected, ...this.#changed.list()] },
      ...(cut.length > 0
        ? {
            notices: cut.map(({ name }): Notice => ({
              code: 'too-many-values',
              values: { column: name },
              column: name,
            })),
          }
        : {}),
    };
  }
}
