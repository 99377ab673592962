/** Counts the baselines of the data set it is sent. */
import type { Dataset } from '../../data/dataset';
import type { BaselinesAnswer } from './baselines-client';
import { countHere } from '../rankers/both-parts';

const send = (answer: BaselinesAnswer): void => {
  self.postMessage(answer);
};

/** Rankers tell after every item how far they are: a message for each would cost more than the counting. */
const MESSAGES = 100;
let told = -1;
const tell = (fraction: number): void => {
  const share = Math.floor(fraction * MESSAGES);
  if (share === told) return;
  told = share;
  send({ kind: 'progress', fraction });
};

self.onmessage = async ({ data }: MessageEvent<Dataset>) => {
  try {
    const parts = await countHere(data, new AbortController().signal, tell, (counted) =>
      send({ kind: 'counted', parts: counted }),
    );
    send({ kind: 'done', parts });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
