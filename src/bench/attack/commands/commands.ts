/** Command lines and special files. */
import type { Attack } from '../attack';
import { flags } from './flags';
import { places } from './places';

export const commands: readonly Attack[] = [...flags, ...places];
