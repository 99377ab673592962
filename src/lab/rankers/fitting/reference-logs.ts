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
}

export async function readReferenceLog({ folder, where }: ReferenceLog): Promise<Dataset> {
  const log = await readDelimited(await openAsBlob(`${datasets}/${folder}/interactions.csv`), {
    fileName: 'interactions.csv',
  });
  return (
    await buildDataset({
      name: folder,
      log,
      items: null,
      users: null,
      roles: guessRoles(log, null, null),
      protocol: { ...DEFAULT_PROTOCOL, where },
      seed: 1,
    })
  ).dataset;
}
