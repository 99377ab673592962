/** What the towers show at the step that they stand at, as numbers to be kept. It reads weights and changes nothing. */
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { asking, targetOf } from '../evaluate/asked';
import { encodeTargets } from '../evaluate/model';
import { readLists } from '../evaluate/read-lists';
import { LabError } from '../failure';
import { snapshotFormat, type Snapshot, type VectorSample } from '../formats/snapshot/format';
import { encodeFloats } from '../transfer/base64';
import type { LiveModel } from './live-model';

/** As many as the longest list of the page. */
const LISTED = 50;
const NOBODY = { list: null, interests: null };
/** Items of the sample, and bytes of their vectors. */
const SAMPLED_ITEMS = 64;
const SAMPLED_BYTES = 16_384;

/**
 * The weights must rest meanwhile.
 * @param user whose list it has; null: nobody's
 * @returns null where the scores are no finite numbers: the curves say so
 */
export async function takeSnapshot(model: LiveModel, epoch: number, user: number | null): Promise<Snapshot | null> {
  try {
    const { step } = model;
    return {
      ...snapshotFormat.header,
      step,
      epoch,
      ...(user === null ? NOBODY : await asking(model, user, (asked) => readLists(model, asked, LISTED))),
      vectors: await sampleOf(model, user),
    };
  } catch (error) {
    if (error instanceof LabError && error.code === 'scores-not-finite') return null;
    throw error;
  }
}

/** Items at equal distances in the catalogue: the same at each step. */
async function sampleOf(model: LiveModel, user: number | null): Promise<VectorSample> {
  if (model.compiled.isRanker) return { width: 0, items: [], itemVectors: '', userVectors: '' };
  const { dataset, encoder, compiled } = model;
  const { indexWidth: width, interestCount } = compiled;
  const all = dataset.items.length;
  const fitting = Math.max(1, Math.floor(SAMPLED_BYTES / (4 * width)));
  const count = Math.min(all, SAMPLED_ITEMS, fitting, encoder.itemRows);
  const items = Uint32Array.from({ length: count }, (_, at) => Math.floor((at * all) / count));
  const encoded = encoder.encodeSomeItems(items);
  const itemVectors = (await encoded.data<'float32'>().finally(() => encoded.dispose())).slice(0, count * width);
  return {
    width,
    items: [...items],
    itemVectors: encodeFloats(itemVectors),
    userVectors: user === null ? '' : encodeFloats(await vectorsOf(user, interestCount * width)),
  };

  async function vectorsOf(of: number, floats: number): Promise<Float32Array> {
    const users = encodeTargets(encoder, dataset, [targetOf(dataset, of)], compiled);
    const values = await users.vectors.data<'float32'>().finally(() => disposeVectors(users));
    return values.slice(0, floats);
  }
}
