/**
 * WebGPU in Node through npm `webgpu` (Dawn). Import this before anything that imports tfjs: tfjs looks for
 * `navigator.gpu` while it loads.
 */
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const gpu = create([]) as GPU;
// Node 21+ defines `navigator` with a getter only; Node 20 has none.
const known = (globalThis as { navigator?: object }).navigator;
Object.defineProperty(globalThis, 'navigator', {
  value: Object.assign(Object.create(known ?? null), { gpu, userAgent: `Node ${process.version}`, languages: ['en'] }),
  configurable: true,
});

/** Turns of the event loop in a row, a few microseconds each, after which there is a pause. */
const TURNS = 16;
const PAUSE_MS = 1;
/**
 * Dawn's binding asks the device for news in every turn of the event loop while anything is awaited
 * (crbug.com/dawn/1127): that keeps a core busy, which a rasteriser could use. Callbacks made in native code are its
 * own.
 */
const { setImmediate: inNextTurn } = globalThis;
let turns = 0;
const paced = (callback: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
  const isDawn = Function.prototype.toString.call(callback).endsWith('{ [native code] }');
  return isDawn && ++turns % TURNS === 0 ? setTimeout(callback, PAUSE_MS, ...args) : inNextTurn(callback, ...args);
};
globalThis.setImmediate = Object.assign(paced, inNextTurn) as typeof setImmediate;

/**
 * Where a program ends while threads of Dawn compile pipelines, they go on as the process is taken apart: now and then
 * they print errors about a shader without any, or fault. A device that is destroyed waits for them first.
 */
const open = new Set<GPUDevice>();
const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
  const device = await requestDevice.call(this, descriptor);
  open.add(device);
  void device.lost.then(() => open.delete(device));
  return device;
};
process.on('exit', () => {
  for (const device of open) device.destroy();
});

/** Dawn keeps Node's event loop alive: a program ends with process.exit. */
export const nodeGpu: GPU = gpu;
