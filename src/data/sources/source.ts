/**
 * A file format: a folder here with a `source.ts` that declares it, `read.ts` that makes a table of a file, and its
 * words. The page reads the declaration and the words, the worker reads files.
 */
import type { DataProblem, Table } from '../table';

/** An option of a format, which its reader decides by itself unless a person does. */
export type OptionSpec =
  /** The usual values; a reader may find another one. */
  { kind: 'choice'; options: readonly string[] } | { kind: 'toggle' };
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
type OptionValue<S extends OptionSpec> = S extends { kind: 'toggle' } ? boolean : string;
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: OptionValue<O[K]> };
/** Options by name, of whatever format. */
export type Options = Readonly<Record<string, string | boolean>>;

export const choice = (...options: readonly string[]) => ({ kind: 'choice' as const, options });
export const toggle = () => ({ kind: 'toggle' as const });
/** Of formats that are text: labels of the Encoding Standard. */
export const textEncoding = choice(
  'utf-8',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
  'windows-1251',
  'windows-1250',
  'iso-8859-2',
  'utf-16le',
);

export interface Source<O extends OptionSpecs = OptionSpecs> {
  /** The name of its folder. */
  id: string;
  /** Lower case, with the dot. */
  extensions: readonly string[];
  /** For the dialog that chooses a file. */
  mediaTypes: readonly string[];
  /** Whether a file that begins so is surely of this format. One format takes any text, has none and is asked last. */
  sniff?(head: Uint8Array): boolean;
  /** Names of the columns, as far as the beginning of a file shows them. */
  columns(head: Uint8Array): string[];
  options: O;
}

export const defineSource = <const O extends OptionSpecs>(source: Source<O>): Source<O> => source;

/** What a reader is told. */
export interface ReadAsk<O extends OptionSpecs = OptionSpecs> {
  fileName: string;
  /** Which of the three files this is, for its problems. */
  file: DataProblem['file'];
  /** What the person knows better than the reader. */
  options: Partial<OptionValues<O>>;
  signal?: AbortSignal;
  /** Share of the file read so far, 0..1. */
  onProgress?(fraction: number): void;
}

/**
 * The default export of a `read.ts`. Rows that cannot be used are counted in the report and left out.
 * @throws DataError for what is wrong with the file; DOMException `AbortError` where the signal says so
 */
export type Read<O extends OptionSpecs = OptionSpecs> = (source: Blob, ask: ReadAsk<O>) => Promise<Table>;

export interface SourceWords<O extends OptionSpecs = OptionSpecs> {
  title: string;
  /** `values`: what a value is called, where it does not speak for itself; a toggle's are `true` and `false`. */
  options: { readonly [K in keyof O]: { label: string; values?: Readonly<Record<string, string>> } };
  /** Why a row is left out, and what is wrong with a file, by the part of the code behind `<format>/`. */
  reject?: Readonly<Record<string, string>>;
  problem?: Readonly<Record<string, string>>;
}
