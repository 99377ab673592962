/** `npm run bench -- wgsl KERNEL`: the shaders that run under that name in a step, a probe or an evaluation. */
import { openDevice } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { shadersOf } from '../../lab/training/shaders';
import { presets } from '../../model/presets/presets';
import { knownPresets, UsageError, type WgslOptions } from '../options';
import { createPresetProblem } from '../presets/problem';
import { print } from '../terminal';
import { datasetOf } from './data';
import { indented } from './report';

const SEED = 7;

/** @throws UsageError where no kernel is called so */
export async function runWgsl({ json, kernel, preset, batch, events, data }: WgslOptions): Promise<number> {
  knownPresets([preset], [...presets.keys()]);
  const device = await openDevice({ gpu: nodeGpu });
  const problem = createPresetProblem(await datasetOf(data, { events, seed: SEED }), {
    preset,
    batch,
    events,
    seed: SEED,
  });
  const { step, later } = shadersOf(problem, problem.settings.stages.at(-1)!, problem.batches.at(0));
  device.close();
  const all = [...step, ...later];
  const found = all.filter(({ label }) => label === kernel);
  if (found.length === 0) {
    const names = [...new Set(all.map(({ label }) => label))].toSorted();
    throw new UsageError(`no kernel of ${preset} is called "${kernel}"; there are ${names.join(', ')}`);
  }
  const shaders = found.map(({ label, code }) => ({ label, code: indented(code) }));
  print(
    json
      ? JSON.stringify({ preset, batch, adapter: device.adapter, shaders })
      : shaders.map(({ label, code }) => `// ${label}: ${preset}, B ${batch}, ${device.adapter}\n${code}`).join('\n\n'),
  );
  return 0;
}
