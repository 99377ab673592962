/** What a retrieval must move and compute at the least. f32 everywhere. */
import { WIDTH, type RetrievalSetting } from './catalogue';

/** A multiply-add for every number of every item and every user. */
export const flopsOf = ({ items, users }: RetrievalSetting): number => 2 * items * WIDTH * users;

export const tableBytes = ({ items }: RetrievalSetting): number => 4 * items * WIDTH;

/**
 * The table once for every block of users that is scored together, and where the scores are stored, these written and
 * read. Blocks that run beside each other may share what they read through a cache: then a time can be less than these
 * bytes over the bandwidth.
 */
export function movedBytes(setting: RetrievalSetting, block: number, stored: boolean): number {
  return Math.ceil(setting.users / block) * tableBytes(setting) + (stored ? 8 * setting.users * setting.items : 0);
}
