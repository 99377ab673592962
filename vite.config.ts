import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { assembly } from './src/cli/setup/assembly.mjs';
import { policyHeaders, policyMeta } from './src/cli/setup/page-policy.mjs';

/** Programs for Node, by mode. */
const PROGRAMS: Readonly<Record<string, string>> = { lab: 'src/cli/main.ts', bench: 'src/bench/main.ts' };

/** Newer CSS is written for it: `light-dark()` came with 123. */
const OLDEST_CHROME = 'chrome113';

/** Pages beside the one that is published, by mode. */
const PAGES: Readonly<Record<string, string>> = {
  'bench-page': 'src/bench/page/index.html',
  gallery: 'src/ui/gallery/index.html',
};

/** The packages that `engine/tf.ts` imports. */
const TFJS = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-webgpu'];
/**
 * Their ES modules in Node too, where the CommonJS builds would be taken by name: the gradients have none, and would
 * come with a second copy of tfjs-core.
 */
const tfjsModules = {
  alias: TFJS.map((name) => ({ find: new RegExp(`^${name}$`), replacement: `${name}/dist/index.js` })),
};

/** `/gallery` of the development server. */
const gallery: Plugin = {
  name: 'gallery',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      request.url = request.url?.replace(/^\/gallery\/?(?=\?|$)/, `/${PAGES['gallery']}`);
      next();
    });
  },
};

// One configuration for all outputs: the page (default), the headless lab (`--mode lab`), the bench (`--mode bench`,
// `--mode bench-page`), the gallery (`--mode gallery`) and the tests.
export default defineConfig(({ mode }) =>
  mode in PROGRAMS
    ? {
        plugins: [assembly],
        publicDir: false as const,
        build: {
          ssr: PROGRAMS[mode],
          outDir: `dist/${mode}`,
          target: 'node20',
          minify: false,
          rolldownOptions: { output: { entryFileNames: 'main.js' } },
        },
        resolve: tfjsModules,
        ssr: { noExternal: true, external: ['webgpu', 'vite', 'playwright'] },
      }
    : {
        // The page of the bench runs what others wrote, which keeps to no policy of ours.
        plugins: [react(), assembly, gallery, ...(mode === 'bench-page' ? [] : [policyMeta])],
        base: './',
        resolve: tfjsModules,
        preview: { headers: policyHeaders },
        worker: { format: 'es' as const, plugins: () => [assembly] },
        build: {
          outDir: mode in PAGES ? `dist/${mode}` : 'dist/page',
          target: 'es2023',
          cssTarget: OLDEST_CHROME,
          ...(mode in PAGES ? { rolldownOptions: { input: PAGES[mode]! } } : {}),
        },
        test: {
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'node',
          // Tests are limited by the work they do. This only ends what hangs, on however busy a machine.
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          maxWorkers: 2,
          deps: {
            optimizer: {
              ssr: { enabled: true, include: [...TFJS, '@tensorflow/tfjs-core/dist/register_all_gradients'] },
            },
          },
          // Of a test on llvmpipe most of the time is LLVM's: it is asked for code that it has not optimised, and for
          // four lanes, as on a processor without AVX. Kernels whose form has lanes are tested with the machine's own.
          env: { GALLIVM_PERF: 'nopt', LP_NATIVE_VECTOR_WIDTH: '128' },
        },
      },
);
