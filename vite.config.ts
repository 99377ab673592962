import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

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
        plugins: [react()],
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
