/** The logs that steps are timed on beside the reference model: dense histories, fields of several values, hot rows. */
import { buildDataset } from '../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from '../../data/dataset';
import { guessRoles } from '../../data/roles';
import { readDelimited } from '../../data/sources/csv/read';

/** Folders of the reference logs, and which rows of each are events. */
export const LOGS = { 'ml-latest-small': '', 'online-retail-uci': 'behavior=purchase' } as const;
export type LogName = keyof typeof LOGS;
export const LOG_NAMES = Object.keys(LOGS) as LogName[];

/**
 * As the page reads the folder, with the roles it guesses.
 * @param open a file of the folder; null where it has none of this name
 * @returns null where the folder has no log
 */
export async function readLog(
  name: LogName,
  open: (fileName: string) => Promise<Blob | null>,
): Promise<Dataset | null> {
  const read = async (fileName: string) => {
    const file = await open(fileName);
    return file && readDelimited(file, { fileName });
  };
  const log = await read('interactions.csv');
  if (!log) return null;
  const [items, users] = [await read('items.csv'), await read('users.csv')];
  const { dataset } = await buildDataset({
    name,
    log,
    items,
    users,
    roles: guessRoles(log, items, users),
    protocol: { ...DEFAULT_PROTOCOL, where: LOGS[name] },
    seed: 1,
  });
  return dataset;
}

/** The log as one without columns beside user, item and time has it. */
export const idsOnly = (dataset: Dataset): Dataset => ({
  ...dataset,
  fields: dataset.fields.filter(({ kind }) => kind === 'id'),
});
