/** For tests: real logs, where this machine has them. */
import { existsSync, openAsBlob } from 'node:fs';
import { buildDataset } from '../../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from '../../../data/dataset';
import { guessRoles } from '../../../data/roles';
import { readDelimited } from '../../../data/sources/csv/read';

const datasets = '../shared/datasets';
/** They are not part of the project. */
export const hasReferenceLogs = existsSync(datasets);

export interface ReferenceLog {
  folder: string;
  /** The rows that count, as `--where` has it. */
  where: string;
  /** Of these, those that are events, as `--positives` has it; all of them unless given. */
  positives?: string;
  /** With the tables of its items and users. */
  tables?: true;
}

export async function readReferenceLog({ folder, where, positives = '', tables }: ReferenceLog): Promise<Dataset> {
  const read = async (name: string) =>
    readDelimited(await openAsBlob(`${datasets}/${folder}/${name}.csv`), { fileName: `${name}.csv` });
  const log = await read('interactions');
  const [items, users] = tables ? [await read('items'), await read('users')] : [null, null];
  return (
    await buildDataset({
      name: folder,
      log,
      items,
      users,
      roles: guessRoles(log, items, users),
      protocol: { ...DEFAULT_PROTOCOL, where, positives },
      seed: 1,
    })
  ).dataset;
}
