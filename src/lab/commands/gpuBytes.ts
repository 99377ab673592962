import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** What the lab holds of the GPU's memory at the moment, in buffers; null where no GPU computes. */
    gpuBytes: [Record<never, never>, { bytes: number | null }];
  }
}

export default command('gpuBytes', (host) => ({ bytes: host.gpuBytes }));
