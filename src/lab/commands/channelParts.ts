import { channelParts, type ChannelParts } from '../evaluate/channel-parts';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** What each channel of the user's tower gives to scores, over a sample, with the weights at rest. */
    channelParts: [Record<never, never>, ChannelParts];
  }
}

export default command('channelParts', (host) => host.atRest(channelParts));
