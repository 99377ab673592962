import { afterEach, expect, it } from 'vitest';
import { listen, plainDocument, SMALL_WORLD, type Heard } from './testing';

let heard: Heard;
afterEach(() => heard.lab.dispose());

async function ready(): Promise<Heard> {
  heard = listen();
  await heard.lab.ask('open', { cpu: false });
  await heard.lab.ask('load', { source: SMALL_WORLD });
  return heard;
}
const shaders = (): string[] =>
  heard.progress.flatMap(({ shaders: said }) => (said ? [`${said.done}/${said.of}`] : []));

it('a start says how many shaders are compiled, and none where the drawing was compiled ahead', async () => {
  const { lab, failures } = await ready();
  await lab.ask('step', plainDocument(9));
  const [first, ...others] = shaders();
  const of = Number(first?.split('/')[1]);
  expect(of).toBeGreaterThan(5);
  expect([first, ...others]).toEqual(Array.from({ length: of }, (_, at) => `${at + 1}/${of}`));
  await lab.ask('stop', {});
  await lab.dispose();

  await ready();
  expect(await heard.lab.ask('compile', plainDocument(9))).toEqual({ compiled: true });
  await heard.lab.ask('step', plainDocument(9));
  expect(shaders()).toEqual([]);
  expect(heard.series('loss')).toHaveLength(1);
  expect([...failures, ...heard.failures]).toEqual([]);
});

it('a stop between two shaders ends the run before its first step', async () => {
  const { lab, until } = await ready();
  const started = lab.ask('start', plainDocument(9));
  await until(() => shaders().length > 0);
  await lab.ask('stop', {});
  await started;
  expect(heard.phases.slice(-3)).toEqual(['compiling', 'stopping', 'done']);
  expect(heard.series('loss')).toEqual([]);
});

it('nothing is compiled ahead beside a run, without data, or for a drawing with problems', async () => {
  heard = listen();
  await heard.lab.ask('open', { cpu: false });
  expect(await heard.lab.ask('compile', plainDocument(9))).toEqual({ compiled: false });
  await heard.lab.ask('load', { source: SMALL_WORLD });
  const { graph, settings } = plainDocument(9);
  const broken = { graph: { ...graph, edges: [] }, settings };
  expect(await heard.lab.ask('compile', broken)).toEqual({ compiled: false });
  await heard.lab.ask('start', plainDocument(9));
  expect(await heard.lab.ask('compile', plainDocument(9))).toEqual({ compiled: false });
});
