import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendWhole, type Disk, writeStream, writeWhole } from './whole-file';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  path = join(folder, 'weights.json');
});
afterEach(() => rmSync(folder, { recursive: true }));
const text = () => readFileSync(path, 'utf8');

/** Node's, but for one operation that fails: the `at`th that is asked for. */
function failing(at: number): { disk: Disk; asked: string[] } {
  const asked: string[] = [];
  const disk = new Proxy(fs, {
    get:
      (real, name: keyof Disk) =>
      (...args: never[]) => {
        asked.push(name);
        if (asked.length === at) throw new Error('EIO: i/o error, write');
        return (real[name] as (...all: never[]) => unknown)(...args);
      },
  });
  return { disk, asked };
}

describe('a file that is written', () => {
  it('appears whole, replaces an older one and leaves no draft', async () => {
    writeWhole(path, 'old');
    writeWhole(path, ['n', new TextEncoder().encode('é'), 'w']);
    expect(text()).toBe('néw');
    await writeStream(path, new Blob(['new', 'est']).stream());
    expect(text()).toBe('newest');
    expect(readdirSync(folder)).toEqual(['weights.json']);
  });

  it.each(['nothing', 'a file'])('is the old or the new one whichever operation fails, over %s', (before) => {
    const old = before === 'nothing' ? null : 'old';
    const { asked, disk } = failing(0);
    if (old) writeFileSync(path, old);
    writeWhole(path, ['ne', 'w'], disk);
    const operations = [...asked];
    expect(operations).toEqual(
      expect.arrayContaining(['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync']),
    );
    const survived: string[] = [];
    operations.forEach((operation, i) => {
      rmSync(path);
      if (old) writeFileSync(path, old);
      let failed: unknown = null;
      try {
        writeWhole(path, ['ne', 'w'], failing(i + 1).disk);
      } catch (error) {
        failed = error;
      }
      expect(fs.existsSync(path) ? text() : null, operation).toBe(failed ? old : 'new');
      if (failed) expect(String(failed)).toBe(`Error: "${path}" cannot be written: EIO: i/o error`);
      else survived.push(operation);
      expect(readdirSync(folder), operation).toEqual(old || !failed ? ['weights.json'] : []);
      if (!fs.existsSync(path)) writeFileSync(path, '');
    });
    // Whose file it is can be changed by the superuser alone.
    expect(survived).toEqual(old ? ['fchownSync'] : []);
  });

  it('leaves no draft where what is to be written fails', () => {
    writeFileSync(path, 'old');
    function* broken() {
      yield 'half';
      throw new Error('the device is lost');
    }
    expect(() => writeWhole(path, broken())).toThrow('the device is lost');
    expect([text(), readdirSync(folder)]).toEqual(['old', ['weights.json']]);
  });

  it('keeps the permissions of the one before it', () => {
    writeFileSync(path, 'old', { mode: 0o600 });
    writeWhole(path, 'new');
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  });

  it('lies behind a link, which stays, also where nothing lay there', () => {
    const [link, far] = [join(folder, 'link'), join(folder, 'far')];
    mkdirSync(far);
    symlinkSync(far, join(folder, 'near'));
    symlinkSync('../weights.json', join(folder, 'near/relative'));
    symlinkSync(join(folder, 'near/relative'), link);
    for (const written of ['first', 'second']) {
      writeWhole(link, written);
      expect([text(), fs.lstatSync(link).isSymbolicLink()]).toEqual([written, true]);
    }
    symlinkSync('loop', join(folder, 'loop'));
    expect(() => writeWhole(join(folder, 'loop'), 'x')).toThrow('too many symbolic links');
  });

  it('replaces nothing but a file', () => {
    mkdirSync(path);
    expect(() => writeWhole(path, 'x')).toThrow(`"${path}" cannot be written: it is a folder`);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => writeWhole(pipe, 'x')).toThrow(`"${pipe}" cannot be written: it is a pipe`);
    expect(fs.lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['pipe', 'weights.json']);
  });

  it('may have a name as long as names get', () => {
    const long = join(folder, 'w'.repeat(255));
    writeWhole(long, 'x');
    expect(readFileSync(long, 'utf8')).toBe('x');
  });
});

describe('a file that grows', () => {
  it('gets whole lines, also after one that was left open', () => {
    appendWhole(path, '1\n');
    appendWhole(path, '2');
    appendWhole(path, '3\n');
    expect(text()).toBe('1\n2\n3\n');
  });
});
