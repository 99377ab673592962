import type { Who } from '../evaluate/asked';
import { explain, type Explanation } from '../evaluate/explain';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * Why an item has its score with a user or a person who is made up. `interest`: that of one of the interests; null
     * = the one that finds it.
     */
    explain: [{ user: Who; item: number; interest: number | null }, Explanation];
  }
}

export default command('explain', (host, asked) => explain(host.needModel(), asked));
