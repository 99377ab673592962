/** Which columns of a wide file are shown: as many as a page can bear; the others are found by name. */
import type { TablePreview } from '../../lab/loading/data-source';

export const MOST_COLUMNS = 50;

export interface ShownColumns {
  /** Places of the columns in the file. */
  shown: number[];
  /** How many there are of that name. */
  found: number;
}

/**
 * @param text part of a name, in any case; '' for all
 * @param first columns that come before the others: without them the file cannot be loaded
 */
export function shownColumns(
  { columns }: Pick<TablePreview, 'columns'>,
  text: string,
  first: ReadonlySet<string>,
): ShownColumns {
  const wanted = text.trim().toLowerCase();
  const places = [...columns.keys()].filter((at) => columns[at]!.name.toLowerCase().includes(wanted));
  const isFirst = (at: number): boolean => first.has(columns[at]!.name);
  const ordered =
    columns.length > MOST_COLUMNS ? [...places.filter(isFirst), ...places.filter((at) => !isFirst(at))] : places;
  return { shown: ordered.slice(0, MOST_COLUMNS), found: places.length };
}
