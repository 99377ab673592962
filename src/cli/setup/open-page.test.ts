import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchOf, moved, openPage } from './open-page.mjs';

const URL = 'http://127.0.0.1:4173/';
const machine = { platform: 'linux' as NodeJS.Platform, isRoot: false, env: { DISPLAY: ':0' }, home: '/h' };
const isUnsafe = (arg: string) => /unsafe|no-sandbox|enable-features/.test(arg);

describe('what Chrome is started with', () => {
  it.each(['darwin', 'win32'] as const)('on %s the ordinary profile, without a flag', (platform) => {
    for (const isRoot of [false, true])
      expect(launchOf('chrome', URL, { ...machine, platform, isRoot })).toEqual({ args: [URL], notes: [] });
  });

  it('no flag that weakens it without a profile of its own', () => {
    for (const platform of ['linux', 'freebsd'] as const) {
      const { args, notes } = launchOf('/usr/bin/chromium', URL, { ...machine, platform });
      expect(args.filter(isUnsafe)).toEqual(['--enable-unsafe-webgpu', '--enable-features=Vulkan']);
      expect(args).toContain('--user-data-dir=/h/.local/share/tower-lab/chrome');
      expect(args.at(-1)).toBe(URL);
      expect(notes).toEqual([expect.stringContaining('/h/.local/share/tower-lab/chrome')]);
    }
  });

  it('the same profile at every start, where the person keeps data, or where snap lets it write', () => {
    const profile = (browser: string, env: Record<string, string>) =>
      launchOf(browser, URL, { ...machine, env }).args.find((arg) => arg.startsWith('--user-data-dir='));
    expect(profile('chromium', { XDG_DATA_HOME: '/data' })).toBe('--user-data-dir=/data/tower-lab/chrome');
    expect(profile('chromium', { XDG_DATA_HOME: '' })).toBe('--user-data-dir=/h/.local/share/tower-lab/chrome');
    expect(profile('/snap/bin/chromium', {})).toBe('--user-data-dir=/h/snap/chromium/common/tower-lab');
  });

  it('no sandbox as root alone, and says so', () => {
    const { args, notes } = launchOf('chromium', URL, { ...machine, isRoot: true });
    expect(args).toContain('--no-sandbox');
    expect(notes.join()).toContain('--no-sandbox');
    expect(launchOf('chromium', URL, machine).args).not.toContain('--no-sandbox');
  });
});

describe('opening the page', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'browser-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it.skipIf(process.platform === 'win32')('gives the browser these arguments and tells about the profile', async () => {
    const [browser, log] = [join(folder, 'chrome'), join(folder, 'args')];
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\n`);
    chmodSync(browser, 0o755);
    vi.stubEnv('CHROME_PATH', browser);
    const said: string[] = [];
    const here = { ...machine, isRoot: true, home: folder };
    const chrome = openPage(URL, (line) => said.push(line), here)!;
    expect(await once(chrome, 'exit')).toEqual([0, null]);
    expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual(launchOf(browser, URL, here).args);
    expect(said).toEqual(launchOf(browser, URL, here).notes);
  });

  it('starts nothing without a display, and says where a browser cannot be started', async () => {
    vi.stubEnv('CHROME_PATH', join(folder, 'none'));
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    expect(openPage(URL, say, { ...machine, env: {} })).toBeNull();
    expect(said).toEqual([]);
    await once(openPage(URL, say, { ...machine, platform: 'darwin' })!, 'error').catch(() => undefined);
    expect(said).toEqual([expect.stringMatching(/^Could not open .*none .*: open the address by hand\.$/)]);
  });
});

it('says of another address that stored runs belong to the first', () => {
  expect(moved(4173, URL)).toBeNull();
  expect(moved(4173, 'http://127.0.0.1:4174/')).toBe(
    'Port 4173 is taken by another program. Runs stored at http://127.0.0.1:4173/ are not shown here: they belong to that address.',
  );
});
