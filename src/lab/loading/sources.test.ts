import { expect, it } from 'vitest';
import { DEFAULT_PROTOCOL, type Protocol } from '../../data/dataset';
import type { DataSource } from './data-source';
import { Sources } from './sources';

const never = new AbortController().signal;
const quiet = (): void => undefined;

it('reads the protocol of a run that was stored before rows had a formula, as the same data', async () => {
  const lines = Array.from({ length: 60 }, (_, row) => `u${row % 6},i${(row * 7) % 11},${1_600_000_000 + row * 3600}`);
  const log = new File([['user,item,time', ...lines].join('\n')], 'log.csv');
  const files = { files: { log, items: null, users: null }, dialects: {} };
  const { roles } = await new Sources().preview(files, never, quiet);
  const protocol: Protocol = { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 };
  const load = (stored: object) =>
    new Sources().load({ kind: 'files', roles, protocol: stored } as DataSource, never, quiet, files);
  const { weight: _, ...before } = protocol;
  const [old, now] = [await load(before), await load(protocol)];
  expect(old.dataset.protocol).toEqual(protocol);
  expect(old.dataset.fingerprint).toBe(now.dataset.fingerprint);
});

it('weighs the rows of a world where its source says so, and changes nothing else of it', async () => {
  const world = { kind: 'world', id: 'bargains', events: 600, seed: 1 } as const;
  const load = (source: DataSource) => new Sources().load(source, never, quiet);
  const [plain, weighed] = [await load(world), await load({ ...world, weight: 'cap(dwell_seconds, 60)' })];
  expect(plain.dataset.events.weight).toBeNull();
  expect(new Set(weighed.dataset.events.weight).size).toBeGreaterThan(20);
  expect(weighed.dataset.protocol).toEqual({ ...plain.dataset.protocol, weight: 'cap(dwell_seconds, 60)' });
  expect(weighed.dataset.split).toEqual(plain.dataset.split);
});
