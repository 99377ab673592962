/** Odd log and table files. */
import type { Attack } from '../attack';
import { encodings } from './encodings';
import { kinds } from './kinds';
import { lines } from './lines';
import { tables } from './tables';
import { times } from './times';
import { values } from './values';

export const files: readonly Attack[] = [...encodings, ...kinds, ...lines, ...times, ...values, ...tables];
