import type { DeviceInfo } from '../device-info';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Opens the device; `cpu` does without WebGPU. Weights that were there come along. */
    open: [{ cpu: boolean }, DeviceInfo];
  }
}

export default command('open', (host, { cpu }) => host.inTurn(() => host.open(cpu)));
