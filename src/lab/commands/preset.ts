import type { Settings, TowerGraph } from '../../model/document/graph';
import { preset } from '../../model/presets/presets';
import { schemaOf } from '../../model/document/schema';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** A preset's graph and settings for the loaded data. */
    preset: [{ id: string; width?: number }, { graph: TowerGraph; settings: Settings }];
  }
}

export default command('preset', (host, { id, width }) =>
  preset(id).build(schemaOf(host.needData().dataset), width === undefined ? {} : { width }),
);
