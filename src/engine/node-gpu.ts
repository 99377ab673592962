/** WebGPU in Node through npm `webgpu` (Dawn). Import this before anything that imports tfjs: tfjs looks for `navigator.gpu` while it loads. */
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const gpu = create([]) as GPU;
// Node 21+ defines `navigator` with a getter only; Node 20 has none.
const known = (globalThis as { navigator?: object }).navigator;
Object.defineProperty(globalThis, 'navigator', { value: Object.assign(Object.create(known ?? null), { gpu, userAgent: `Node ${process.version}`, languages: ['en'] }), configurable: true });

/** Dawn keeps Node's event loop alive: a program ends with process.exit. */
export const nodeGpu: GPU = gpu;
