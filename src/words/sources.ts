/** What is said of file formats. */
import { sources } from '../data/sources/sources';
import type { FormatCode, RejectReason } from '../data/table';
import type { Speech } from './words';

/** The formats that can be read, in a line. */
export const formatsLine = ({ words, line }: Speech): string =>
  line(...sources.toReversed().map(({ id }) => words.sources[id]?.title ?? id));

export const isFormatCode = (code: string): code is FormatCode => code.includes('/');

/** What a format says of a row or of a file; a format that is no more leaves its code. */
export function formatText(code: FormatCode, part: 'reject' | 'problem', { words }: Speech): string {
  const [format = '', what = ''] = code.split('/');
  return words.sources[format]?.[part]?.[what] ?? code;
}

/** Why a row is left out. */
export const reasonText = (reason: RejectReason, speech: Speech): string =>
  isFormatCode(reason) ? formatText(reason, 'reject', speech) : speech.words.reject[reason];
