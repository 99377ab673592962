import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { describe, expect, it } from 'vitest';
import { nodeGpu } from './node-gpu';

const path = join(import.meta.dirname, 'node-gpu.ts');

/** Ends as the command line does, with threads that compile. What it prints: when a device is destroyed. */
const PROGRAM = `
import { writeSync } from 'node:fs';
const { destroy } = GPUDevice.prototype;
GPUDevice.prototype.destroy = function () {
  destroy.call(this);
  writeSync(1, 'destroyed\\n');
};
const device = await (await nodeGpu.requestAdapter()).requestDevice();
for (let i = 0; i < 60; i++) {
  const lines = Array.from({ length: 200 }, (_, k) => \`x[\${k}] = sin(x[\${(k * 7 + i) % 200}]);\`);
  const code = \`@group(0) @binding(0) var<storage, read_write> x: array<f32>;
    @compute @workgroup_size(64) fn main() { \${lines.join('\\n')} }\`;
  device
    .createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code }) } })
    .catch(() => {});
}
process.exit(0);
`;

describe('a program that ends while pipelines compile', () => {
  it('waits for their threads, so that they say nothing and nothing faults', async () => {
    expect(await nodeGpu.requestAdapter(), 'an adapter').not.toBeNull();
    const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path);
    const run = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', `${code}\n${PROGRAM}`], { encoding: 'utf8' });
    for (let i = 0; i < 3; i++) expect(run()).toMatchObject({ status: 0, stdout: 'destroyed\n' });
  });
});
