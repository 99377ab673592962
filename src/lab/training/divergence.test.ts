/** What stays of a run whose loss is no number any more. */
import { afterEach, expect, it, vi } from 'vitest';
import { closingLabs } from '../host-testing';
import { memoryStorage } from '../runs/storage';
import { divergingDocument, listen, ready, textOf, type Document, type Heard } from '../testing';
import type { WeightsFile } from '../transfer/weights-file';
import { LiveModel } from './live-model';

const heardBy = closingLabs();
afterEach(() => vi.restoreAllMocks());

/** Learns, gets worse and diverges, epochs after its best one: the learning rate rises until it is too high. */
function risingDocument(steps = 2000): Document {
  const { graph, settings } = divergingDocument();
  const [group] = settings.optimizers;
  const [stage] = settings.stages;
  return {
    graph,
    settings: {
      ...settings,
      optimizers: [{ ...group!, learningRate: 0.5 }],
      schedule: { kind: 'constant', warmup: 300 },
      stages: [{ ...stage!, until: { steps } }],
    },
  };
}

/** As `--out` and the page take them: tensors and the step they are of. */
async function weightsIn({ lab }: Heard, kept: boolean) {
  const { tensors, run } = JSON.parse(
    await textOf(lab.ask('exportWeights', { encoding: 'base64-f32-le', kept })),
  ) as WeightsFile;
  return { tensors, steps: run.steps };
}

it.each([
  ['small: written after every evaluation', null],
  ['large: written after the first one', 2 ** 30],
])('the weights that validation measured best stay, and that is said; a checkpoint is %s', async (_, bytes) => {
  if (bytes !== null) vi.spyOn(LiveModel.prototype, 'checkpointBytes', 'get').mockReturnValue(bytes);
  const storage = memoryStorage();
  const heard = await heardBy(ready({ storage }));
  await heard.lab.ask('start', risingDocument());
  await heard.until(() => heard.failures.length > 0);
  const measured = heard.series('ndcg@10');
  const epoch = measured.indexOf(Math.max(...measured)) + 1;
  // Neither the first evaluation nor the last.
  expect([1, measured.length]).not.toContain(epoch);
  const { code, values } = heard.failures[0]!;
  const best = Number(values['best']);
  expect(code).toBe('diverged');
  expect(best % epoch).toBe(0);
  expect(best).toBeLessThan(Number(values['step']));
  const there = await weightsIn(heard, false);
  expect(there).toEqual(await weightsIn(heard, true));
  expect(there.steps).toBe(best);

  const { lab } = heard;
  const { id, validation } = (await lab.ask('runs', {})).runs[0]!;
  expect(validation['ndcg@10']).toBe(measured[epoch - 1]);
  await lab.dispose();
  const later = await heardBy(listen({ storage }));
  await later.lab.ask('open', { cpu: false });
  const { run, lacks } = await later.lab.ask('openRun', { id });
  expect({ ...run, lacks }).toMatchObject({ status: 'diverged', step: best, lacks: null });
  expect(await weightsIn(later, false)).toEqual(there);

  // What goes on from there goes on from the best weights, with an optimizer that has seen nothing.
  await later.lab.ask('continue', { steps: 1 });
  expect(later.progress.at(-1)).toMatchObject({ phase: 'paused', step: best + 1 });
  await later.lab.ask('stop', {});

  // As if the run had ended there.
  later.forget();
  await later.lab.ask('start', risingDocument(best));
  await later.until(() => later.progress.at(-1)?.phase === 'done');
  expect(await weightsIn(later, false)).toEqual(there);
});

it('before anything was measured, the weights of the last checkpoint stay', async () => {
  const heard = await heardBy(ready());
  const { lab } = heard;
  await lab.ask('step', { ...divergingDocument(), steps: 2 });
  const stored = await weightsIn(heard, true);
  await lab.ask('resume', {});
  await heard.until(() => heard.failures.length > 0);
  expect(heard.failures[0]).toMatchObject({ code: 'diverged', values: { step: expect.any(Number) } });
  expect(heard.failures[0]!.values).not.toHaveProperty('best');
  expect(stored.steps).toBe(2);
  expect(await weightsIn(heard, false)).toEqual(stored);
  const [run] = (await lab.ask('runs', {})).runs;
  expect(run).toMatchObject({ status: 'diverged', step: 2 });
});
