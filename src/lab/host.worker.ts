/** Message in, call of the lab out; nothing else. */
import { webLocks } from './runs/locks';
import { storageThatAnswers } from './runs/storage-answers';
import { indexedDbStorage } from './runs/storage-indexeddb';
import { countInWorker } from './evaluate/baselines-client';
import { createLab } from './host';
import { failureOf } from './error-to-failure';
import type { Ask, Commands, Events, FromWorker, ToWorker } from './protocol';

/** For the first answer of the storage; the page opens without its runs after it. */
const PATIENCE_MS = 5000;
const patience = () => new Promise<void>((resolve) => void setTimeout(resolve, PATIENCE_MS));

const lab = createLab({
  gpu: navigator.gpu,
  storage: storageThatAnswers(indexedDbStorage(), patience),
  locks: webLocks(navigator.locks),
  baselines: countInWorker,
  eagerBaselines: true,
  snapshots: true,
});
const send = (message: FromWorker): void => {
  self.postMessage(message);
};

const FORWARDED: Record<keyof Events, true> = {
  device: true,
  progress: true,
  series: true,
  baselines: true,
  counting: true,
  waiting: true,
  trained: true,
  result: true,
  run: true,
  own: true,
  failed: true,
  otherData: true,
  unsaved: true,
  recovered: true,
  continued: true,
  snapshots: true,
};
for (const type of Object.keys(FORWARDED) as (keyof Events)[])
  lab.on(type, (event) => send({ kind: 'event', type, event }));

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  const { id, command, ask } = data;
  try {
    send({ kind: 'answer', id, answer: await lab.ask(command, ask as Ask<keyof Commands>) });
  } catch (error) {
    send({ kind: 'refused', id, failure: failureOf(error) });
  }
};
