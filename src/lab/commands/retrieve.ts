import { retrieve, type Retrieval } from '../evaluate/retrieve';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    retrieve: [{ user: number; k: number }, Retrieval];
  }
}

export default command('retrieve', (host, { user, k }) => retrieve(host.needModel(), user, k));
