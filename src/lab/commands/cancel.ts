import { command } from '../command';
import type { Wait } from '../waits';

declare module '../protocol' {
  interface Commands {
    /** Takes back what was asked of a kind until now, in line or under way: it leaves everything as it was. */
    cancel: [{ wait: Wait }, Record<never, never>];
  }
}

export default command('cancel', (host, { wait }) => {
  host.waits.takeBack(wait);
  return {};
});
