import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportWorld, findWorld, listWorlds } from './worlds';

let folder = '';
let written = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('worlds from the command line', () => {
  it('lists at least two worlds with their sizes as one JSON object', () => {
    listWorlds({ json: true });
    const { worlds } = JSON.parse(written) as { worlds: { id: string; events: number; smallEvents: number }[] };
    expect(worlds.length).toBeGreaterThanOrEqual(2);
    for (const { events, smallEvents } of worlds) expect(events).toBeGreaterThan(smallEvents);
  });

  it('writes three CSV files of which the log has a header and a line for every event', () => {
    exportWorld('bookshop', { out: folder, events: 600, json: true });
    const { files, events } = JSON.parse(written) as { events: number; files: { file: string; rows: number }[] };
    expect(files.map(({ file }) => file).sort()).toEqual(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .sort(),
    );
    expect(files).toHaveLength(3);
    const lines = readFileSync(files[0]!.file, 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^reader,book,time/);
    expect(lines).toHaveLength(events + 2);
  });

  it('writes the same bytes for the same seed and others for another seed', () => {
    const log = (seed: number) => {
      exportWorld('bookshop', { out: folder, events: 600, 'world-seed': seed });
      return readFileSync(join(folder, 'bookshop-log.csv'), 'utf8');
    };
    expect(log(3)).toBe(log(3));
    expect(log(4)).not.toBe(log(3));
  });

  it('refuses an unknown world with the known ones, and a size no world has', () => {
    expect(() => findWorld('lab train', 'bokshop', undefined)).toThrow(
      /^lab train: unknown world "bokshop"; the worlds are .*bookshop/,
    );
    expect(() => findWorld('lab train', 'bookshop', 3)).toThrow(
      /^--events: .*"bookshop": events is 3; a whole number from 500 to/,
    );
  });
});
