/**
 * The scan of the catalogue, in one of two forms with equal bits: `staged` for a GPU, `shared` for a CPU adapter whose
 * lanes hand each other what they loaded.
 */
import { kernelForm } from '../../kernel-form';
import { SHARED_USERS, sharedScanSource } from './shared-scan-source';
import { STAGED_USERS, stagedScanSource } from './staged-scan-source';

/**
 * WGSL that scores a tile of items for a few users, in registers; the scores are not stored. Items that the user has
 * not seen and that beat the k-th best so far become candidates (few, after the first steps), and for every target the
 * other items above and level with it are counted. Where a list is scored, each of its items is, for its user, and its
 * score is stored in place of a candidate. Grid: users, tiles.
 * @param userDepth vectors of four of a user, over all of the user's vectors
 */
export function scanSource(userDepth: number): string {
  const { lanes } = kernelForm();
  return lanes ? sharedScanSource(lanes) : stagedScanSource(userDepth);
}

/** Users of a workgroup of the scan. */
export const usersHeld = (): number => (kernelForm().lanes ? SHARED_USERS : STAGED_USERS);
