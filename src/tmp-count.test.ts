import { nodeGpu } from './engine/node-gpu';
import { it } from 'vitest';
import { openDevice } from './engine/device';
import { WeightStore } from './engine/optimizers/weights';
import { buildDataset } from './data/build';
import { DEFAULT_PROTOCOL } from './data/dataset';
import { createBatches } from './data/batches';
import { worldById } from './data/worlds/worlds';
import { CompiledGraph } from './model/compile';
import { preset } from './model/presets/presets';
import { schemaOf } from './model/schema';
import { addWeights, TrainStep } from './model/train-step';

const labels = new WeakMap<object, string>();
const counts = new Map<string, number>();
const P = GPUComputePassEncoder.prototype;
it('counts', async () => {
  const device = await openDevice({ gpu: nodeGpu });
  const { log, items, users, roles } = worldById('bookshop').generate({ events: 3000, seed: 1 });
  const { dataset } = await buildDataset({ name: 'x', log, items, users, roles, protocol: DEFAULT_PROTOCOL, seed: 1, signal: new AbortController().signal, onProgress: () => undefined });
  console.log(dataset.fields.map((f) => `${f.name} ${f.owner} ${f.kind} ${f.rows} ${f.length}`).join('\n'));
  const setP = P.setPipeline; const disp = P.dispatchWorkgroups;
  P.setPipeline = function (p) { labels.set(this, p.label); return setP.call(this, p); };
  P.dispatchWorkgroups = function (x, y, z) { const l = labels.get(this) ?? '?'; counts.set(l, (counts.get(l) ?? 0) + 1); return disp.call(this, x, y ?? 1, z ?? 1); };
  for (const id of (process.env['IDS'] ?? 'two-tower,shortcut,parallel').split(',')) {
    const { graph, settings } = preset(id).build(schemaOf(dataset));
    const compiled = new CompiledGraph(graph, schemaOf(dataset));
    const weights = new WeightStore();
    addWeights(weights, compiled, settings);
    const step = new TrainStep(compiled, dataset, weights, { ...settings, batch: 64 }, settings.stages[0]!);
    const batches = createBatches(dataset, { batch: 64, historyLength: compiled.historyLength, seed: 1 });
    step.run(batches.at(0)); 
    counts.clear();
    step.run(batches.at(1));
    console.log(id, [...counts.values()].reduce((a, b) => a + b, 0), '\n' + [...counts].sort((a, b) => b[1] - a[1]).map(([k, v]) => `${v}  ${k}`).join('\n'));
    step.dispose(); weights.dispose();
  }
  P.setPipeline = setP; P.dispatchWorkgroups = disp;
  device.close();
}, 120000);
