import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile, readJson } from './input';
import { checkWritable, prepareFolder, writeWhole } from './output';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('files that are written', () => {
  it('appear whole, replace an older one and leave no draft', () => {
    writeWhole(join(folder, 'weights.json'), 'old');
    writeWhole(join(folder, 'weights.json'), 'new');
    expect(readFileSync(join(folder, 'weights.json'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['weights.json']);
  });

  it('leave no draft where the target cannot be replaced', () => {
    prepareFolder('--out', join(folder, 'taken'));
    expect(() => writeWhole(join(folder, 'taken'), 'text')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('are refused beforehand where they could not be written', () => {
    expect(() => checkWritable('--out', folder)).toThrow(`--out: "${folder}" is a folder, not a file`);
    expect(() => checkWritable('--out', join(folder, 'none', 'w.json'))).toThrow(
      `--out: there is no folder "${join(folder, 'none')}" to write "w.json" into`,
    );
    writeFileSync(join(folder, 'file'), '');
    expect(() => prepareFolder('--out', join(folder, 'file'))).toThrow(/is a file, not a folder/);
  });
});

describe('files that are read', () => {
  it('are refused with the flag and the path', async () => {
    await expect(openFile('--log', join(folder, 'no.csv'))).rejects.toThrow(
      `--log: there is no file "${join(folder, 'no.csv')}"`,
    );
    await expect(openFile('--log', folder)).rejects.toThrow(`--log: "${folder}" is a folder, not a file`);
    writeFileSync(join(folder, 'cut.json'), '{"a": [1,');
    expect(() => readJson('--graph', join(folder, 'cut.json'))).toThrow(/^--graph: ".*cut\.json" is not JSON: /);
  });

  it('arrive as the file the page would get', async () => {
    writeFileSync(join(folder, 'log.csv'), 'user,item\n1,2\n');
    const file = await openFile('--log', join(folder, 'log.csv'));
    expect([file.name, file.size, await file.text()]).toEqual(['log.csv', 14, 'user,item\n1,2\n']);
  });
});
