import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedMetrics } from '../../runs/run';
import { fileSeriesOf } from '../../runs/run-file';
import { presets } from '../../../model/presets/presets';
import { type Heard, textOf } from '../../testing';
import type { WeightsFile } from '../../transfer/weights-file';
import { openOnOldLog } from '../testing';

const corpus = Object.entries(
  import.meta.glob<WeightsFile>('./corpus/v*.json', { eager: true, import: 'default' }),
).map(([path, file]) => ({ path, file, preset: /v\d+-(.+)-\w+\.json$/.exec(path)?.[1] ?? '' }));

let heard: Heard;
beforeAll(async () => {
  heard = await openOnOldLog();
});
afterAll(() => heard.lab.dispose());

describe.each(corpus)('$path', ({ file, preset }) => {
  it('is imported, and ranks as it did when it was exported', async () => {
    const { lab } = heard;
    const { sameData, run, series } = await lab.ask('importWeights', { json: JSON.stringify(file) });
    expect(presets.has(preset)).toBe(true);
    expect({ sameData, step: run.step, madeFrom: run.graph.madeFrom }).toEqual({
      sameData: true,
      step: file.run.steps,
      madeFrom: { preset },
    });
    expect(testedMetrics(run)).toEqual(file.run.metrics);
    // Version 1 holds no curves.
    expect(fileSeriesOf(series)).toEqual(file.version === 1 ? [] : file.run.series);
    expect(series.length > 0).toBe(file.version > 1);
    const { metrics } = await lab.ask('evaluate', {});
    for (const [name, value] of Object.entries(file.run.metrics)) expect(metrics[name], name).toBeCloseTo(value, 9);
  });

  it('is exported again with the same numbers, as the newest version', async () => {
    const { lab } = heard;
    await lab.ask('importWeights', { json: JSON.stringify(file) });
    const json = await textOf(lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    const { tensors, schema, graph } = JSON.parse(json) as WeightsFile;
    expect({ tensors, schema }).toEqual({ tensors: file.tensors, schema: file.schema });
    expect([graph.nodes, graph.edges, graph.tables]).toEqual([file.graph.nodes, file.graph.edges, file.graph.tables]);
  });
});
