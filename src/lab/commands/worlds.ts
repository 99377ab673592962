import { worlds } from '../../data/worlds/worlds';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    worlds: [Record<never, never>, { id: string; events: number }[]];
  }
}

export default command('worlds', () =>
  worlds.flatMap(({ id, smallEvents, defaultEvents }) =>
    [smallEvents, defaultEvents].map((events) => ({ id, events })),
  ),
);
