import { describe, expect, it } from 'vitest';
import { abilities, contextOf } from './abilities';
import type { AnyAbility } from './ability';

const files = import.meta.glob<AnyAbility>(['./*.ts', '!./ability.ts', '!./abilities.ts', '!./*.test.ts'], {
  eager: true,
  import: 'default',
});
const nameOf = (path: string): string => path.replace(/^\.\/(.*)\.\w+$/, '$1');

describe('abilities', () => {
  it('are named as their files are', () => {
    expect(Object.entries(files).map(([path, { name }]) => [nameOf(path), name])).toEqual(
      Object.keys(files).map((path) => [nameOf(path), nameOf(path)]),
    );
    expect([...abilities.keys()].toSorted()).toEqual(Object.keys(files).map(nameOf).toSorted());
  });

  it('have Python beside them exactly where their twins read something', () => {
    const python = Object.keys(import.meta.glob('./*.py', { query: '?raw' })).map(nameOf);
    const read = [...abilities.values()].filter(({ twin }) => twin?.read ?? twin?.fields);
    expect(read.map(({ name }) => name).toSorted()).toEqual(python.toSorted());
  });
});

describe('a context', () => {
  const without = (name: string): never => {
    throw new Error(`no ${name} here`);
  };

  it('makes an answer only when it is asked for', () => {
    let made = 0;
    const ctx = contextOf(
      {
        training: () => false,
        lookup: () => {
          made++;
          return () => expect.fail('not called');
        },
      },
      without,
    );
    expect([ctx.training, made]).toEqual([false, 0]);
    expect(ctx.lookup).toBeTypeOf('function');
    expect(made).toBe(1);
  });

  it('names the ability that it lacks', () => {
    const ctx = contextOf({ training: () => true }, without);
    expect(() => ctx.pairs).toThrow('no pairs here');
    expect(() => ctx.hash()).toThrow('no hash here');
  });
});
