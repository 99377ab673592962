import { findItems, type FoundItem } from '../loading/find-items';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Items whose id or title contains the text. */
    findItems: [{ text: string; limit: number }, { items: FoundItem[] }];
  }
}

export default command('findItems', (host, { text, limit }) => findItems(host.needData().dataset, text, limit));
