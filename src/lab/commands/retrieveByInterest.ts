import { retrieveByInterest, type InterestRetrieval } from '../evaluate/interest-lists';
import type { Who } from '../evaluate/asked';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * What each interest retrieves. `category`: item field that describes the interests; `diversity`: what an item of
     * the merged list gains for each item before it of another category (0 = the maximum alone).
     */
    retrieveByInterest: [{ user: Who; k: number; category: string | null; diversity: number }, InterestRetrieval];
  }
}

export default command('retrieveByInterest', (host, asked) => retrieveByInterest(host.needModel(), asked));
