/** What numbers lie in a buffer. */
import { lanesOf } from './wgsl';

/** Of `float16` numbers go in and come out as float32; kernels read and write them by `tableNumbers` (halves.ts). */
export type StorageType = 'float32' | 'int32' | 'float16';

/** Of a number. */
export const bytesOf = (type: StorageType): number => (type === 'float16' ? 2 : 4);

/** How a table of this width is stored where `asked` is wanted: a thread moves four halves at once, or none. */
export const storedAs = (width: number, asked: 'float32' | 'float16'): 'float32' | 'float16' =>
  lanesOf(width) === 4 ? asked : 'float32';
