/**
 * What the judge finds no problem with trains, is evaluated and can be asked: random legal changes of presets, without
 * WebGPU, on a world and on a log of impressions. `DRAWINGS=100-300 npx vitest run src/lab/drawings.test.ts` tries
 * others, `DRAWINGS_ON=webgpu` on WebGPU.
 */
import { expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { createRandom } from '../data/random';
import { legallyChanged } from '../model/harness/legal-changes';
import { presets } from '../model/presets/presets';
import type { LabRefusal } from './failure';
import { ask, heard, onLab, phase } from './host-testing';
import { SMALL_WORLD } from './testing';

const [FIRST = 0, END = 2] = process.env['DRAWINGS']?.split('-').map(Number) ?? [];
const WIDTH = 8;

onLab();

const QUESTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  retrieve: () => ask('retrieve', { user: 4, k: 10 }),
  explain: () => ask('explain', { user: 4, item: 3, interest: null }),
  map: () => ask('map', { user: 4, item: 3, category: null, k: 5 }),
  'by interest': () => ask('evaluateByInterest', { k: 10, category: null, diversity: 0 }),
  channels: () => ask('channelParts', {}),
  'bad cases': () => ask('badCases', {}),
  worths: () => ask('fieldWorths', {}),
  weights: () => ask('exportWeights', { encoding: 'array' }),
  vectors: () => ask('exportVectors', {}),
};

const csv = (name: string, head: string, count: number, line: (row: number) => string): File =>
  new File([[head, ...Array.from({ length: count }, (_, row) => line(row))].join('\n')], name);

/** 30 people who were shown 40 things, and clicked two fifths of the time; both with fields, things with words too. */
async function loadImpressions() {
  const random = createRandom(1, 'drawings');
  const files = {
    log: csv('log.csv', 'user,item,time,is_click,dwell_seconds', 900, (row) =>
      [
        `u${random.below(30)}`,
        `i${random.below(40)}`,
        1_600_000_000 + row * 60,
        Number(random.below(5) < 2),
        row % 50,
      ].join(),
    ),
    items: csv(
      'items.csv',
      'item,title,kind,price',
      40,
      (row) => `i${row},thing ${row % 7} of ${row},k${row % 5},${row}.5`,
    ),
    users: csv('users.csv', 'user,country', 30, (row) => `u${row},c${row % 3}`),
  };
  const { roles } = await ask('preview', { files, dialects: {} });
  const protocol = { ...DEFAULT_PROTOCOL, positives: 'is_click=1', minItemEvents: 1, minUserEvents: 3 };
  return ask('load', { source: { kind: 'files', roles, protocol } });
}

it.each([
  ['a world', () => ask('load', { source: SMALL_WORLD })],
  ['a log of impressions', loadImpressions],
])('a drawing without problems trains on %s and answers, or says why it does not', async (_, load) => {
  const { schema } = await load();
  if (process.env['DRAWINGS_ON'] !== 'webgpu') await ask('open', { cpu: true });
  const faults: string[] = [];
  for (let seed = FIRST; seed < END; seed++) {
    const random = createRandom(seed, 'drawings');
    const id = [...presets.keys()][random.below(presets.size)]!;
    const built = await ask('preset', { id, width: WIDTH });
    const { graph, changes } = legallyChanged(built.graph, schema, random);
    const fault = (what: string, why: unknown): unknown =>
      faults.push(`${seed}, ${id} with ${changes.join('; ')}: ${what}: ${JSON.stringify(why)}`);
    const stages = built.settings.stages.map((stage) => ({ ...stage, until: { steps: 2 } }));
    heard.forget();
    try {
      await ask('start', { graph, settings: { ...built.settings, batch: 32, stages } });
    } catch (error) {
      fault('start', (error as LabRefusal).failure);
      continue;
    }
    await heard.until(() => phase() === 'done' || phase() === 'failed');
    for (const failure of heard.failures.splice(0)) fault('training', failure);
    if (!heard.series('loss').every(Number.isFinite)) fault('loss', heard.series('loss'));
    if (phase() !== 'done') continue;
    for (const [question, answer] of Object.entries(QUESTIONS))
      await answer().catch(({ failure }: LabRefusal) => {
        if (failure.code === 'internal' || failure.code === 'device-error') fault(question, failure);
      });
  }
  expect(faults).toEqual([]);
});
