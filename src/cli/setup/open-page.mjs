// Opens the page in Chrome. Flags that widen what pages may do never reach the person's ordinary profile.
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './machine.mjs';

/**
 * What a launch depends on.
 * @typedef {{ platform: NodeJS.Platform, isRoot: boolean, env: Readonly<Record<string, string | undefined>>,
 * home: string }} Machine
 */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  env: process.env,
  home: homedir(),
};

/**
 * Arguments that open `url`, and what to say about them. macOS and Windows have WebGPU without a flag: there it is the
 * person's own Chrome as it is. Elsewhere it is a profile of the lab's own, one for all starts: stored runs are in it.
 * @param {string} browser its path
 * @param {string} url
 * @param {Machine} [machine]
 * @returns {{ args: string[], notes: string[] }}
 */
export function launchOf(browser, url, { platform, isRoot, env, home } = thisMachine) {
  if (platform === 'darwin' || platform === 'win32') return { args: [url], notes: [] };
  // What snap confines may not write to hidden folders of the home.
  const profile = browser.startsWith('/snap/')
    ? join(home, 'snap/chromium/common/tower-lab')
    : join(env['XDG_DATA_HOME'] || join(home, '.local/share'), 'tower-lab/chrome');
  const notes = [`Chrome opens with a profile of its own, ${profile}: WebGPU may need --enable-unsafe-webgpu there.`];
  const args = [
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--enable-unsafe-webgpu',
    '--enable-features=Vulkan',
  ];
  if (isRoot) {
    args.push('--no-sandbox');
    notes.push('As root it has no sandbox (--no-sandbox): visit no other page with it.');
  }
  return { args: [...args, url], notes };
}

/**
 * Opens the page where there is a display and a Chrome, and says what it did; the started process, or null.
 * @param {string} url
 * @param {(line: string) => void} say
 * @param {Machine} [machine]
 */
export function openPage(url, say, machine = thisMachine) {
  const { platform, env } = machine;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return null;
  const browser = findBrowser();
  if (browser === null) {
    say('No Chrome or Chromium was found on this machine: open the address in Chrome 113 or newer.');
    return null;
  }
  const { args, notes } = launchOf(browser, url, machine);
  const chrome = spawn(browser, args, { stdio: 'ignore', detached: true });
  chrome.on('error', (error) => say(`Could not open ${browser} (${error.message}): open the address by hand.`));
  chrome.unref();
  for (const note of notes) say(note);
  return chrome;
}

/**
 * What to say where the page did not get the port it was to have: a browser keeps runs for each address by itself.
 * @param {number} wanted
 * @param {string} address
 */
export function moved(wanted, address) {
  const before = new URL(address);
  before.port = String(wanted);
  return new URL(address).port === before.port
    ? null
    : `Port ${wanted} is taken by another program. Runs stored at ${before.href} are not shown here: they belong to that address.`;
}
