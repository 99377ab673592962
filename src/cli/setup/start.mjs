// npm start: installs the packages, builds the page, serves it on this machine only, and opens it in Chrome where there
// is a display.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildPage } from './build.mjs';
import { findBrowser } from './machine.mjs';
import { installPackages, root } from './packages.mjs';

installPackages();
await buildPage();

const vite = await import('vite');
const server = await vite.preview({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
  // A busy port moves on to the next one.
  preview: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4173), open: false },
});
const address = server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4173/';
console.log(`Tower Lab is at ${address} (Ctrl-C ends it)`);
open(address);

/** @param {string} url */
function open(url) {
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!hasDisplay) return;
  const browser = findBrowser();
  if (browser === null) {
    console.log('No Chrome or Chromium was found on this machine: open the address in Chrome 113 or newer.');
    return;
  }
  const onLinux = process.platform === 'linux' ? ['--enable-unsafe-webgpu', '--enable-features=Vulkan'] : [];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const chrome = spawn(browser, [...onLinux, ...asRoot, url], { stdio: 'ignore', detached: true });
  chrome.on('error', (error) => console.log(`Could not open ${browser} (${error.message}): open the address by hand.`));
  chrome.unref();
}
