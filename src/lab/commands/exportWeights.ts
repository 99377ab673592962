import { exportWeights } from '../transfer/export-weights';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    exportWeights: [{ encoding: 'base64-f32-le' | 'array' }, { fileName: string; json: string }];
  }
}

export default command('exportWeights', (host, { encoding }) =>
  exportWeights(
    host.needModel(),
    { metrics: host.runner.metrics, baselines: host.needBaselines().known.test },
    encoding,
  ),
);
