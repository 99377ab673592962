import { beforeAll, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { relevanceBy } from '../../../data/relevance';
import { giveTeacher, standardised } from '../../../data/teacher-vectors';
import { openCpu } from '../../../engine/device';
import { setParam } from '../../document/graph-edits';
import { schemaOf } from '../../document/schema';
import { tinyDataset } from '../../harness/tiny-log';
import { relevancesOf } from '../../nodes/relevance';
import { preset } from '../../presets/presets';
import { batchRelevance } from '../feed/batch-relevance';
import type { Asking, Setting } from './ability';
import relevance from './relevance';

beforeAll(openCpu);
const BATCH = 16;
const WIDTH = 5;

it.each([1, 3])('of frozen towers with %i vectors of a user is computed in the step as the host would', (perUser) => {
  const dataset = tinyDataset();
  const numbers = (count: number, from: number): Float32Array =>
    Float32Array.from({ length: count }, (_, at) => Math.sin(from + at * 1.7));
  const users = numbers(dataset.users.length * perUser * WIDTH, 1);
  giveTeacher(dataset, 'towers', standardised(dataset, users, numbers(dataset.items.length * WIDTH, 2)));
  const drawn = preset('mobius').build(schemaOf(dataset), { width: 4 }).graph;
  const graph = setParam(setParam(drawn, 'softmax', 'teacher', 'run'), 'softmax', 'run', 'towers');
  const [request] = relevancesOf(graph);
  const feed = relevance.feed!({ compiled: { graph }, dataset, training: { batch: BATCH } } as Setting)!;
  const judge = relevance.give({ node: { id: 'softmax' } } as Asking, feed);
  const batches = createBatches(dataset, { batch: BATCH, historyLength: 0, seed: 3 });
  for (const step of [0, 1]) {
    const batch = batches.at(step);
    feed.prepare!({ batch });
    feed.submit({ batch });
    const values = judge(request!);
    const onHost = batchRelevance(relevanceBy(request!.teacher, dataset), batch, request!.length);
    expect(values.shape).toEqual([BATCH, BATCH]);
    values.dataSync().forEach((x, at) => expect(x).toBeCloseTo(onHost[at]!, 5));
    expect(new Set(onHost).size).toBeGreaterThan(BATCH);
    values.dispose();
  }
  feed.dispose();
});
