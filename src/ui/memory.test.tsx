import { expect, it } from 'vitest';
import type { DeviceInfo } from '../lab/device-info';
import { preset } from '../model/presets/presets';
import { LANGUAGES } from '../words/catalog';
import { speak } from '../words/words';
import { ProblemList } from './editing/ProblemList';
import { Footer } from './Footer';
import { Progress } from './header/Progress';
import { Transport } from './header/Transport';
import { useProblems } from './problems';
import { draw, schema, silentBench, summary } from './testing';

const MIB = 2 ** 20;
const document = preset('two-tower').build(schema);
/** So many items that tables and moments take gigabytes. */
const large = {
  ...summary,
  schema: { ...schema, fields: schema.fields.map((f) => (f.kind === 'id' ? { ...f, rows: 30_000_000 } : f)) },
};
const device: DeviceInfo = {
  backend: 'webgpu',
  adapter: 'an adapter',
  software: false,
  reason: null,
  limits: { maxBufferSize: 1024 * MIB, maxStorageBufferBindingSize: 1024 * MIB },
  diagnostics: '',
};

const List = () => <ProblemList problems={useProblems()} />;

it.each(LANGUAGES)('what training takes of the GPU stands on the page, and refuses before Start (%s)', (language) => {
  const speech = speak(language);
  const bench = silentBench(language);
  bench.graph.getState().open(document);
  bench.run.setState({ device });
  const shown = () =>
    [<Transport key="transport" />, <Footer key="footer" />, <List key="list" />].map((node) => draw(bench, node));
  const isRefused = (transport: string) => transport.includes(`title="${speech.words.transport.notReady.problems}"`);

  bench.data.setState({ summary });
  let [transport = '', footer = '', list = ''] = shown();
  const [before] = speech.words.footer.memory.split('{n}');
  expect(footer.replaceAll(/<\/?b>/g, '')).toMatch(new RegExp(`${before}\\d`));
  expect(isRefused(transport)).toBe(false);

  bench.data.setState({ summary: large });
  [transport = '', footer = '', list = ''] = shown();
  expect(isRefused(transport)).toBe(true);
  expect(list).toMatch(/“[^”]*item[^”]*”/);

  // Where the run's state stands, it is said that there are problems, not that all is ready.
  expect(draw(bench, <Progress />)).toContain(speech.count(speech.words.editing.problems, 1));

  // Where no GPU computes there is nothing to compare with.
  bench.run.setState({ device: { ...device, limits: null } });
  expect(isRefused(shown()[0]!)).toBe(false);
  expect(draw(bench, <Progress />)).toContain(speech.words.phase.idle);

  // Nor anything of it that training takes.
  bench.run.setState({ device: { ...device, backend: 'cpu', limits: null } });
  expect(shown()[1]!.replaceAll(/<\/?b>/g, '')).not.toMatch(new RegExp(`${before}[\\d–]`));
});
