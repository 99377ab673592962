/** Counts the baselines of the data set it is sent. */
import type { Dataset } from '../../data/dataset';
import type { BaselinesAnswer } from './baselines-client';
import type { ReferenceRow } from '../rankers/rankers';
import { countHere } from '../rankers/both-parts';

const send = (answer: BaselinesAnswer): void => {
  self.postMessage(answer);
};

/** Rankers tell after every item how far they are: a message for each would cost more than the counting. */
const MESSAGES = 100;
let told = '';
const tell = (fraction: number, row: ReferenceRow): void => {
  const place = `${row} ${Math.floor(fraction * MESSAGES)}`;
  if (place === told) return;
  told = place;
  send({ kind: 'progress', fraction, row });
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
