import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile, readJson } from './input';
import { checkOutputs, checkSpace, checkWritable, prepareFolder } from './output';
import { UsageError } from './usage-error';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a place to write', () => {
  const refused = (path: string) => {
    try {
      checkWritable('--out', path);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    }
    return null;
  };

  it('is a file or nothing, in a folder that is there; looking leaves nothing behind', () => {
    const file = join(folder, 'w.json');
    expect(refused(file)).toBeNull();
    writeFileSync(file, 'old');
    expect(refused(file)).toBeNull();
    expect(refused(join(folder, 'w'.repeat(250)))).toBeNull();
    expect(readdirSync(folder)).toEqual(['w.json']);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('is refused beforehand where it could not be written', () => {
    expect(refused(folder)).toBe(`--out: "${folder}" is a folder, not a file`);
    expect(refused(join(folder, 'none', 'w.json'))).toBe(
      `--out: there is no folder "${join(folder, 'none')}" to write "w.json" into`,
    );
    const long = join(folder, 'w'.repeat(256));
    expect(refused(long)).toBe(`--out: "${long}" cannot be written: ENAMETOOLONG: name too long`);
    // Where nobody writes, whoever he is.
    expect(refused('/proc/w.json')).toMatch(/^--out: "\/proc\/w\.json" cannot be written: E\w+: /);
    symlinkSync('loop', join(folder, 'loop'));
    expect(refused(join(folder, 'loop'))).toMatch(/cannot be written: ELOOP/);
  });

  it('is no pipe and no device', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(refused(pipe)).toBe(`--out: "${pipe}" is a pipe, not a file`);
    expect(refused('/dev/null')).toBe('--out: "/dev/null" is a device, not a file');
  });

  it('is none of the files that are read, under whatever name', () => {
    const log = join(folder, 'log.csv');
    writeFileSync(log, 'user,item\n');
    symlinkSync(log, join(folder, 'soft'));
    linkSync(log, join(folder, 'hard'));
    for (const flag of ['log', 'items', 'users', 'graph', 'weights'] as const)
      for (const name of ['log.csv', 'soft', 'hard', '../' + folder.split('/').at(-1) + '/log.csv'])
        expect(() => checkOutputs({ [flag]: log, out: join(folder, name) }, ['out'])).toThrow(
          new UsageError(`--out: "${join(folder, name)}" is the file of --${flag}, which would be replaced`),
        );
    writeFileSync(join(folder, 'other.json'), '');
    checkOutputs({ log, out: join(folder, 'other.json'), record: join(folder, 'r.jsonl') }, ['out', 'record']);
  });
});

it('a file that has no room is refused before it is made', () => {
  const path = join(folder, 'w.json');
  checkSpace('--out', path, 1);
  expect(() => checkSpace('--out', path, 2 ** 60)).toThrow(
    /^--out: ".*w\.json" will have [\d,]+ \wB, and only [\d,]+ \wB are free there$/,
  );
});

describe('a folder to write into', () => {
  it('is made, and tried', () => {
    prepareFolder('--run-dir', join(folder, 'a/b'));
    expect(readdirSync(join(folder, 'a/b'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(() => prepareFolder('--out', join(folder, 'file'))).toThrow(/is a file, not a folder/);
    expect(() => prepareFolder('--run-dir', join(folder, 'file/runs'))).toThrow(/runs": ENOTDIR: not a directory$/);
    expect(() => prepareFolder('--run-dir', '/proc')).toThrow(/^--run-dir: nothing can be written into "\/proc": E/);
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
