/** What a preset is looked into on: a file of a person's own, or the bench's world. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { DEFAULT_PROTOCOL, type Dataset } from '../../data/dataset';
import { Sources } from '../../lab/loading/sources';
import { presetDataset, type PresetSetting } from '../presets/problem';

/** @throws DataError, as the page would */
export async function datasetOf(
  file: string | null,
  setting: Pick<PresetSetting, 'events' | 'seed'>,
): Promise<Dataset> {
  if (file === null) return presetDataset(setting);
  const { signal } = new AbortController();
  const sources = new Sources();
  const name = basename(file);
  const log = new File([await openAsBlob(file)], name);
  const ask = { files: { log, items: null, users: null }, dialects: {} };
  const { roles } = await sources.preview(ask, signal, () => undefined);
  const source = { kind: 'files', roles, protocol: DEFAULT_PROTOCOL } as const;
  return (await sources.load(source, signal, () => undefined, ask)).dataset;
}
