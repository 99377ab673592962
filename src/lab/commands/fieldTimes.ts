import type { TowerGraph } from '../../model/document/graph';
import type { GateTimes } from '../../model/edits/measured-fields';
import { command } from '../command';
import { fieldTimes } from '../selection/field-times';

declare module '../protocol' {
  interface Commands {
    /**
     * How long this device takes to look up and to project each field that a gate of the drawing chooses among. Needs
     * no weights. ProblemsError; LabError (no-data, no-device, no-field-gate, training-not-at-rest)
     */
    fieldTimes: [{ graph: TowerGraph }, { adapter: string; gates: readonly GateTimes[] }];
  }
}

export default command('fieldTimes', (host, { graph }) =>
  host.whileAtRest(async (watch) => {
    const { loaded, device } = host.runInputs;
    return { adapter: device.adapter, gates: await fieldTimes(graph, loaded.dataset, watch) };
  }),
);
