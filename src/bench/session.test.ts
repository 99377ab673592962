import { nodeGpu } from '../engine/node-gpu';
import { expect, it, vi } from 'vitest';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { createRandom } from '../data/random';
import type { Roles } from '../data/table';
import { webgpuBackend } from '../engine/run-kernel';
import { listen } from '../lab/testing';
import { TrainStep } from '../model/run/train-step';
import { openTowerLab } from './implementations/tower-lab';
import { countStep, type GpuCounts } from './measure/gpu-counts';
import { GRAPHS, referenceGraph, referenceSettings } from './reference-model/graph';
import { createProblem } from './reference-model/problem';

const BATCH = 16;
const { userFields, itemFields } = GRAPHS.tt;

/** A log of 60 users and 40 items whose columns are the fields of the reference model. */
function files() {
  const random = createRandom(1, 'files', 0);
  const table = (of: string, rows: number, fields: number) =>
    [
      ['id', ...Array.from({ length: fields }, (_, f) => `${of} field ${f + 1}`)].join(),
      ...Array.from({ length: rows }, (_, i) =>
        [`${of}${i}`, ...Array.from({ length: fields }, () => `v${random.below(9)}`)].join(),
      ),
    ].join('\n');
  const log = [
    'user,item,time',
    ...Array.from({ length: 900 }, (_, i) => `user${random.below(60)},item${random.below(40)},${1_000_000 + i}`),
  ].join('\n');
  const file = (name: string, text: string) => new File([text], name);
  return {
    log: file('log.csv', log),
    items: file('items.csv', table('item', 40, itemFields)),
    users: file('users.csv', table('user', 60, userFields)),
  };
}

const fieldRoles = (of: string, fields: number) => [
  { column: 'id', role: 'id' as const },
  ...Array.from({ length: fields }, (_, f) => ({
    column: `${of} field ${f + 1}`,
    role: 'field' as const,
    encoding: 'categorical' as const,
  })),
];

it('a step of a session asks the device for what a step of the bench asks: the lab has no slower way', async () => {
  const implementation = await openTowerLab(
    createProblem({ graph: 'tt', batch: BATCH, rows: 102, seed: 3, events: 1024 }),
    nodeGpu,
  );
  await implementation.enter();
  implementation.run(implementation.build(0));
  const batch = implementation.build(1);
  const asked = countStep(() => implementation.run(batch));
  await implementation.done();
  implementation.close();

  // Every step the session runs on the device, counted where the bench counts: a step that is executed takes the
  // dispatches of one that is replayed, but not its submits and buffers. Rehearsals of shaders reach no device.
  const steps: GpuCounts[] = [];
  const { submit } = TrainStep.prototype;
  vi.spyOn(TrainStep.prototype, 'submit').mockImplementation(function (this: TrainStep) {
    const { device } = webgpuBackend();
    const counts = countStep(() => submit.call(this));
    if (device instanceof GPUDevice) steps.push(counts);
  });
  const heard = listen();
  await heard.lab.ask('open', { cpu: false });
  const roles: Roles = {
    log: [
      { column: 'user', role: 'user' },
      { column: 'item', role: 'item' },
      { column: 'time', role: 'time' },
    ],
    items: fieldRoles('item', itemFields),
    users: fieldRoles('user', userFields),
  };
  await heard.lab.ask('preview', { files: files(), dialects: {} });
  await heard.lab.ask('load', { source: { kind: 'files', roles, protocol: DEFAULT_PROTOCOL } });
  const settings = {
    ...referenceSettings(BATCH, 3),
    stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 4 } }],
  };
  await heard.lab.ask('start', { graph: referenceGraph('tt'), settings });
  await heard.until(() => heard.results.length > 0 || heard.failures.length > 0);
  expect(heard.failures).toEqual([]);
  expect(asked).toMatchObject({ submits: 1, buffersCreated: 0 });
  expect(steps).toHaveLength(4);
  for (const step of steps.slice(1)) expect(step).toEqual(asked);
  expect(steps[0]!.buffersCreated).toBeGreaterThan(0);
  expect(heard.results[0]!.speed.dispatchesPerStep).toBe(asked.dispatches);
  vi.restoreAllMocks();
  await heard.lab.dispose();
});
