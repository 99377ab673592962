import type { World } from '../../data/worlds/world';
import { worlds } from '../../data/worlds/worlds';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    worlds: [Record<never, never>, { id: string; events: number; words: World['words'] }[]];
  }
}

export default command('worlds', () =>
  worlds.flatMap(({ id, words, smallEvents, defaultEvents }) =>
    [smallEvents, defaultEvents].map((events) => ({ id, events, words })),
  ),
);
