// What the machine has beyond Node, and how to get it from apt where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ what: string, for: string, packages: readonly string[], isPresent: () => boolean }} Need */

const isLinux = process.platform === 'linux';

/** @param {string} command */
export function onPath(command) {
  return (
    (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, command))
      .find((file) => existsSync(file)) ?? null
  );
}

/** An installed Chromium or Chrome: CHROME_PATH, then the path, then the usual places of macOS and Windows. */
export function findBrowser() {
  const named = process.env['CHROME_PATH'];
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const places = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
      (base) => `${process.env[base] ?? ''}\\Google\\Chrome\\Application\\chrome.exe`,
    ),
  ];
  return names.map(onPath).find((file) => file !== null) ?? places.find((file) => existsSync(file)) ?? null;
}

/** Whether a Python can import torch. The system's comes after the path's: apt installs torch for the former. */
function hasTorch() {
  return ['python3', '/usr/bin/python3'].some(
    (python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
}

function hasVulkan() {
  if (!isLinux) return true; // Dawn uses Metal or Direct3D there
  const folders = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
  const hasDriver = folders.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json')),
  );
  const hasLoader =
    spawnSync('sh', ['-c', 'PATH=$PATH:/sbin:/usr/sbin; ldconfig -p | grep -q libvulkan.so.1'], { stdio: 'ignore' })
      .status === 0;
  return hasDriver && hasLoader;
}

/** @type {readonly Need[]} */
export const testNeeds = [
  { what: 'Chromium', for: 'browser tests', packages: ['chromium'], isPresent: () => findBrowser() !== null },
  {
    what: 'a Vulkan driver',
    for: 'numeric tests on WebGPU',
    packages: ['libvulkan1', 'mesa-vulkan-drivers'],
    isPresent: hasVulkan,
  },
  {
    what: 'PyTorch',
    for: 'twin tests',
    // torch of Debian runs on the reference BLAS, many times slower, unless an optimised one is there.
    packages: ['python3-torch', 'libopenblas0-pthread'],
    isPresent: hasTorch,
  },
  {
    what: 'a Chinese font',
    for: 'the layout of the Chinese screens',
    packages: ['fonts-noto-cjk'],
    isPresent: () =>
      !isLinux || spawnSync('sh', ['-c', 'fc-list :lang=zh | grep -q .'], { stdio: 'ignore' }).status === 0,
  },
];

/**
 * Installs what is missing with apt where this user may; returns the needs that are still not met.
 * @param {readonly Need[]} needs
 */
export function installMissing(needs) {
  const missing = needs.filter((need) => !need.isPresent());
  const prefix = aptPrefix();
  if (missing.length === 0 || prefix === null) return missing;
  console.error(`Installing ${missing.map((need) => need.what).join(', ')} with apt…`);
  apt(prefix, ['update']);
  for (const need of missing) apt(prefix, ['install', '--yes', '--no-install-recommends', ...need.packages]);
  return missing.filter((need) => !need.isPresent());
}

/** What goes in front of apt-get, or null where it is absent or would ask for a password. */
function aptPrefix() {
  if (onPath('apt-get') === null) return null;
  if (process.getuid?.() === 0) return [];
  return onPath('sudo') !== null && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n']
    : null;
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
function apt(prefix, args) {
  const [command = 'apt-get', ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qq',
    ...args,
  ];
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0)
    console.error(
      `apt-get ${args.join(' ')} failed:\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-5).join('\n')}`,
    );
}
