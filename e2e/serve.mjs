// node e2e/serve.mjs production|gallery <port>: serves a built page; builds it where it is older than its sources.
import { preview } from 'vite';
import { buildGallery, buildPage } from '../src/cli/setup/build.mjs';
import { root } from '../src/cli/setup/packages.mjs';

const [mode, port] = process.argv.slice(2);
await (mode === 'gallery' ? buildGallery() : buildPage());
await preview({
  root,
  ...(mode ? { mode } : {}),
  logLevel: 'error',
  preview: { host: '127.0.0.1', port: Number(port), strictPort: true },
});
