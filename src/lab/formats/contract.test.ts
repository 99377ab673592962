/** What is asked of every format, here and in the model. What its old files hold is asked beside each of them. */
import { describe, expect, it } from 'vitest';
import type { Format } from '../../model/formats/versioned';

type AnyFormat = Format<string, object>;

/** By the folder of the format, 'weights'. */
const modules = Object.entries<Record<string, unknown>>({
  ...import.meta.glob('../../model/formats/*/format.ts', { eager: true }),
  ...import.meta.glob('./*/format.ts', { eager: true }),
}).map(([path, module]) => [path.split('/').at(-2)!, Object.values(module).find(isFormat)!] as const);
const corpus = import.meta.glob<object>(['../../model/formats/*/corpus/v*.json', './*/corpus/v*.json'], {
  eager: true,
  import: 'default',
});
const readmes = import.meta.glob<string>(['../../model/formats/*/README.md', './*/README.md'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

function isFormat(value: unknown): value is AnyFormat {
  return typeof value === 'object' && value !== null && 'read' in value && 'header' in value;
}
const valueOf = (format: AnyFormat, file: unknown): object => {
  const reading = format.read(file);
  return reading.ok ? reading.value : expect.fail(JSON.stringify(reading));
};

it('is asked of all of them', () =>
  expect(modules.map(([name]) => name).toSorted()).toEqual(
    expect.arrayContaining(['graph', 'run', 'settings', 'vectors', 'weights']),
  ));

describe.each(modules)('the format %s', (name, format) => {
  const { version: newest } = format.header;
  const files = Object.entries(corpus)
    .filter(([path]) => path.includes(`/${name}/corpus/`))
    .map(([path, file]) => ({ file, version: Number(/\/v(\d+)-[\w-]+\.json$/.exec(path)?.[1]), path }));

  it('keeps old files of each of its versions', () =>
    expect([...new Set(files.map(({ version }) => version))].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: newest }, (_, at) => at + 1),
    ));

  it.each(files)('opens $path as the newest version, which stays what it is', ({ file, version }) => {
    expect((file as { version?: number }).version ?? 1).toBe(version);
    const value = valueOf(format, file);
    expect(value).toMatchObject(format.header);
    expect(valueOf(format, JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  it('refuses a version from the future by its number', () => {
    const { file } = files.at(-1)!;
    expect(format.read({ ...file, ...format.header, version: newest + 1 })).toEqual({ ok: false, newer: newest + 1 });
  });

  it('is described, with an example of its newest version that can be read', () => {
    const [, text] = Object.entries(readmes).find(([path]) => path.includes(`/${name}/`))!;
    const [, example] = /```json\n([^]+?)```/.exec(text)!;
    expect(text).toContain(`# \`${format.name}\`, version ${newest}\n`);
    const json = JSON.parse(example!) as object;
    expect(valueOf(format, json)).toEqual(json);
  });
});
