import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * The page draws forms, shapes and problems from the blocks' declarations and never runs a forward pass: tfjs (a megabyte) belongs
 * to the worker alone, whose build does not go through the page's plugins. What is left of tfjs in the page's modules takes every
 * access and call, for those that kernels make while they are imported (custom gradients).
 */
const pageWithoutTensors = (): Plugin => ({
  name: 'page-without-tensors',
  apply: 'build',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('@tensorflow/') ? '\0without-tensors' : null),
  load: (id) =>
    id === '\0without-tensors'
      ? 'const any = new Proxy(function () {}, { get: () => any, apply: () => any, construct: () => any }); module.exports = Object.create(any);'
      : null,
});

// One configuration for three outputs: the page (default), the headless lab (`--mode lab`) and the tests.
export default defineConfig(({ mode }) =>
  mode === 'lab'
    ? {
        publicDir: false as const,
        build: {
          ssr: 'src/cli/main.ts',
          outDir: 'dist/lab',
          target: 'node20',
          minify: false,
          rolldownOptions: { output: { entryFileNames: 'main.js' } },
        },
        // Bundled with the ES modules of tfjs: Node would pick its CommonJS builds by name.
        ssr: { noExternal: true, external: ['webgpu'], resolve: { mainFields: ['module', 'main'] } },
      }
    : {
        plugins: [react(), pageWithoutTensors()],
        base: './',
        worker: { format: 'es' as const },
        build: { outDir: 'dist/page', target: 'es2023' },
        test: {
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
);
