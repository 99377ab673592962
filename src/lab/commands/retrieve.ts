import { retrieve, type Retrieval } from '../evaluate/retrieve';
import type { Who } from '../evaluate/asked';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** `user`: of the log, by row, or a person who is made up. */
    retrieve: [{ user: Who; k: number }, Retrieval];
  }
}

export default command('retrieve', (host, { user, k }) => retrieve(host.needModel(), user, k));
