/**
 * A thread of the form for a GPU holds one unit, and threads of a row must meet: as many as every device lets meet.
 * Apart from the kernel, since the page asks too.
 */
export const MOST_UNITS = 256;
