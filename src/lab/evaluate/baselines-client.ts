/** Baselines in a worker of their own: counting EASE takes a while and must not hold up training. */
import type { Dataset } from '../../data/dataset';
import type { CountBaselines } from './baseline-count';
import type { BothParts } from './baseline-figures';
import type { ReferenceRow } from '../rankers/rankers';

export type BaselinesAnswer =
  | { kind: 'progress'; fraction: number; row: ReferenceRow }
  | { kind: 'counted'; parts: BothParts }
  | { kind: 'done'; parts: BothParts }
  | { kind: 'failed'; message: string };

export const countInWorker: CountBaselines = async (dataset, signal, onProgress, onCounted) => {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./baselines.worker.ts', import.meta.url), {
      type: 'module',
      name: 'tower-lab baselines',
    });
    const end = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    worker.onmessage = ({ data }: MessageEvent<BaselinesAnswer>) => {
      if (data.kind === 'progress') onProgress(data.fraction, data.row);
      else if (data.kind === 'counted') onCounted(data.parts);
      else if (data.kind === 'done') end(() => resolve(data.parts));
      else end(() => reject(new Error(data.message)));
    };
    // Baselines count events: fields stay here.
    worker.postMessage({ ...dataset, fields: [] } satisfies Dataset);
  });
};
