import { findUsers, type FoundUser } from '../loading/describe-data';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Test users whose id or title contains the text. */
    findUsers: [{ text: string; limit: number }, { users: FoundUser[]; matches: number }];
  }
}

export default command('findUsers', (host, { text, limit }) => findUsers(host.needData().dataset, text, limit));
