import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * Compiles the shaders of what is drawn, so that a start finds them: at rest alone, and given up when something
     * else is drawn or a run begins. `compiled`: whether they are all there.
     */
    compile: [{ graph: TowerGraph; settings: Settings }, { compiled: boolean }];
  }
}

export default command('compile', async (host, document) => ({ compiled: await host.compileAhead(document) }));
