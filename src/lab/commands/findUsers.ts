import { findUsers } from '../describe-data';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Test users whose id or title contains the text. */
    findUsers: [{ text: string; limit: number }, { user: number; id: string; title: string; events: number }[]];
  }
}

export default command('findUsers', (host, { text, limit }) => findUsers(host.needData().dataset, text, limit));
