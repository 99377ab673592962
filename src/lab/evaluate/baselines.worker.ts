/** Counts the baselines of the data set it is sent. */
import type { Dataset } from '../../data/dataset';
import type { BaselinesAnswer } from './baselines-client';
import { countHere } from '../rankers/both-parts';

const send = (answer: BaselinesAnswer): void => {
  self.postMessage(answer);
};

self.onmessage = async ({ data }: MessageEvent<Dataset>) => {
  try {
    const parts = await countHere(
      data,
      new AbortController().signal,
      (fraction) => send({ kind: 'progress', fraction }),
      (counted) => send({ kind: 'counted', parts: counted }),
    );
    send({ kind: 'done', parts });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
