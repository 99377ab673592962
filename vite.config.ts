import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Programs for Node, by mode. */
const PROGRAMS: Readonly<Record<string, string>> = { lab: 'src/cli/main.ts', bench: 'src/bench/main.ts' };

// One configuration for all outputs: the page (default), the headless lab (`--mode lab`), the bench (`--mode bench`,
// `--mode bench-page`) and the tests.
export default defineConfig(({ mode }) =>
  mode in PROGRAMS
    ? {
        publicDir: false as const,
        build: {
          ssr: PROGRAMS[mode],
          outDir: `dist/${mode}`,
          target: 'node20',
          minify: false,
          rolldownOptions: { output: { entryFileNames: 'main.js' } },
        },
        // Bundled with the ES modules of tfjs: Node would pick its CommonJS builds by name.
        ssr: {
          noExternal: true,
          external: ['webgpu', 'vite', 'playwright'],
          resolve: { mainFields: ['module', 'main'] },
        },
      }
    : {
        plugins: [react()],
        base: './',
        worker: { format: 'es' as const },
        build:
          mode === 'bench-page'
            ? { outDir: 'dist/bench-page', target: 'es2023', rolldownOptions: { input: 'src/bench/page/index.html' } }
            : { outDir: 'dist/page', target: 'es2023' },
        test: {
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'node',
          // Tests are limited by the work they do. This only ends what hangs, on however busy a machine.
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          maxWorkers: 2,
        },
      },
);
