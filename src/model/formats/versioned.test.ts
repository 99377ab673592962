import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { defineFormat, defineVersion, type AnyVersion } from './versioned';

/** Of a name, which has two parts since version 2 and in version 3 a number. */
const first = defineVersion({ schema: v.strictObject({ name: v.string() }) });
const second = defineVersion({
  schema: v.strictObject({ format: v.literal('test'), version: v.literal(2), names: v.array(v.string()) }),
  migrate: ({ name }: { name: string }) => ({ format: 'test' as const, version: 2 as const, names: name.split(' ') }),
});
const third = defineVersion({
  schema: v.strictObject({
    format: v.literal('test'),
    version: v.literal(3),
    names: v.array(v.string()),
    n: v.number(),
  }),
  migrate: ({ format, names }: { format: 'test'; names: string[] }) => ({
    format,
    version: 3 as const,
    names,
    n: names.length,
  }),
});
const define = (found: Record<string, AnyVersion>) => defineFormat<{ names: string[]; n: number }>()('test', found);
const format = define({ './v3.ts': third, './v1.ts': first, './v2.ts': second });

describe('a format', () => {
  const value = { format: 'test', version: 3, names: ['a', 'b'], n: 2 };

  it('writes the newest version', () => expect(format.header).toEqual({ format: 'test', version: 3 }));

  it.each([
    ['without a version as the first', { name: 'a b' }],
    ['of a version between', { format: 'test', version: 2, names: ['a', 'b'] }],
    ['of the newest', value],
  ])('brings a file %s to the newest', (_, file) => expect(format.read(file)).toEqual({ ok: true, value }));

  it('says of a file from a newer one which version that is', () => {
    expect(format.read({ format: 'test', version: 4, anything: 1 })).toEqual({ ok: false, newer: 4 });
    expect(format.read({ version: 12 })).toEqual({ ok: false, newer: 12 });
  });

  it.each<[string, unknown, (string | null)[]]>([
    ['another format of a high version', { ...value, format: 'other', version: 12 }, ['format', 'version']],
    ['what its own version does not know', { ...value, version: 2 }, ['n']],
    ['no object', null, [null]],
    ['a version below the first', { ...value, version: 0 }, ['version']],
    ['a version between two', { ...value, version: 1.5 }, ['version']],
    ['a version that is no number', { ...value, version: '3' }, ['version']],
  ])('refuses %s, and says where it is wrong', (_, file, paths) => {
    const reading = format.read(file);
    if (reading.ok || reading.newer !== null) expect.fail(JSON.stringify(reading));
    expect(reading.issues.map((issue) => v.getDotPath(issue))).toEqual(paths);
  });

  it('has its versions without a gap, and a way from each to the next', () => {
    expect(() => define({ './v1.ts': first, './v3.ts': third })).toThrow('format test: no version 2');
    expect(() => define({ './v1.ts': first, './v2.ts': { schema: second.schema } })).toThrow(
      'format test: no migration to version 2',
    );
  });
});
