/** Something would not fit the adapter; said before anything is allocated. */
export class LimitError extends Error {
  constructor(
    readonly what: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(
      `${what} needs ${bytes.toLocaleString('en')} bytes in one buffer; this adapter allows ${limit.toLocaleString('en')}, ${(bytes - limit).toLocaleString('en')} too many`,
    );
    this.name = 'LimitError';
  }
}
