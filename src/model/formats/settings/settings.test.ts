import { expect, it } from 'vitest';
import type { Settings } from '../../document/graph';
import { parseSettings } from '../../check/parse';
import { settingsFile } from './format';

const corpus = import.meta.glob<Partial<Settings>>('./corpus/v1-*.json', { eager: true, import: 'default' });

it.each(Object.entries(corpus))('%s: what is trained is what was', (_, file) => {
  const value = {
    clipNorm: null,
    tablePrecision: 'float32',
    schedule: { kind: 'constant', warmup: 0 },
    ...file,
  } as Settings;
  expect(parseSettings(file)).toEqual({ ok: true, value });
  expect(parseSettings(settingsFile(value))).toEqual({ ok: true, value });
});

it('are in a file with everything, and without a header in memory', () => {
  const [settings] = Object.values(corpus);
  const parsed = parseSettings(settings);
  if (!parsed.ok) expect.fail('has problems');
  expect(parsed.value).not.toHaveProperty('version');
  const { clipNorm: _, ...file } = settingsFile(parsed.value);
  expect(parseSettings(file)).toMatchObject({ ok: false, problems: [{ code: 'bad-param', field: 'clipNorm' }] });
});
