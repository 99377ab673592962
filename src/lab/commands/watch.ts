import { checkUser } from '../evaluate/asked';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Whose lists the snapshots of a run have from now on, until other data is loaded. */
    watch: [{ user: number }, Record<never, never>];
  }
}

export default command('watch', (host, { user }) => {
  checkUser(host.needData().dataset, user);
  host.runner.timeline.user = user;
  return {};
});
