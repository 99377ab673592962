/**
 * Which of several files is the log, which the table of items and which that of users: by what their columns are
 * called.
 */
import { compactName, NAMES } from './column-names';
import { HEAD_BYTES, sourceOf } from './sources/sources';

export const FILE_KINDS = ['log', 'items', 'users'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const BY_FILE_NAME: readonly (readonly [FileKind, RegExp])[] = [
  ['items', /item|product|movie|film|book|video|song|catalog|goods|物品|商品|影片|电影|图书/i],
  ['users', /user|customer|member|reader|用户|会员|顾客/i],
];

interface Head {
  file: File;
  hasUser: boolean;
  hasItem: boolean;
}

/**
 * A file with users and items is the log, the largest where several have both; one with items alone is the table of
 * items, one with users alone that of users. Where the columns do not say it, the name of the file does, and what is
 * left is the log unless there is one.
 * @param taken kinds that are chosen already: a file takes such a place only where its columns say so
 */
export async function kindsOf(
  files: readonly File[],
  taken: ReadonlySet<FileKind>,
): Promise<{ placed: Map<FileKind, File>; left: File[] }> {
  const heads = await Promise.all(files.map(headOf));
  const placed = new Map<FileKind, File>();
  const place = (kind: FileKind, { file }: Head): void => {
    if (!placed.has(kind)) placed.set(kind, file);
  };
  const open = (): Head[] => heads.filter(({ file }) => ![...placed.values()].includes(file));
  for (const head of heads.toSorted((a, b) => b.file.size - a.file.size))
    if (head.hasUser && head.hasItem) place('log', head);
  for (const head of open()) if (head.hasItem !== head.hasUser) place(head.hasItem ? 'items' : 'users', head);
  for (const [kind, name] of BY_FILE_NAME)
    for (const head of open())
      if (!taken.has(kind) && !(head.hasUser && head.hasItem) && name.test(head.file.name)) place(kind, head);
  for (const head of open()) if (!taken.has('log') && !head.hasUser && !head.hasItem) place('log', head);
  return { placed, left: open().map(({ file }) => file) };
}

async function headOf(file: File): Promise<Head> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const names = sourceOf(file.name, head).columns(head).map(compactName);
  return {
    file,
    hasUser: names.some((name) => NAMES.user.test(name)),
    hasItem: names.some((name) => NAMES.item.test(name)),
  };
}
