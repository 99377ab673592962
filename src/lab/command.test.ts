import { expect, it } from 'vitest';
import type { Command } from './command';
import type { Commands } from './protocol';

const files = import.meta.glob<Command<keyof Commands>>('./commands/*.ts', { eager: true, import: 'default' });

it.each(Object.entries(files))('%s answers under its own name', (path, { id }) => {
  expect(path).toBe(`./commands/${id}.ts`);
});
