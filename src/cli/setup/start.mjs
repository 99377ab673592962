// npm start: installs the packages, builds the page, serves it on this machine only, and opens it in Chrome where there
// is a display.
import { join } from 'node:path';
import { buildPage } from './build.mjs';
import { moved, openPage } from './open-page.mjs';
import { installPackages, root } from './packages.mjs';

installPackages();
await buildPage();

const port = Number(process.env['PORT'] ?? 4173);
const vite = await import('vite');
const server = await vite.preview({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
  // A busy port moves on to the next one.
  preview: { host: '127.0.0.1', port, open: false },
});
const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`;
console.log(`Tower Lab is at ${address} (Ctrl-C ends it)`);
const note = moved(port, address);
if (note) console.log(note);
openPage(address, console.log);
