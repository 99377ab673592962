/** The address of the page, as far as share links go. */
import { isLink } from '../../lab/towers/link';

/** The link that the page was opened with, which then stands in the address no more; null where there is none. */
export function takeLink(): string | null {
  const { hash, pathname, search } = location;
  if (!isLink(hash)) return null;
  history.replaceState(history.state, '', pathname + search);
  return hash;
}

/** @param hash of `shareLink` */
export const addressOf = (hash: string): string => location.origin + location.pathname + hash;
