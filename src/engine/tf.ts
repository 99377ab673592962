/**
 * tfjs, as far as it is used here: its operations, their gradients, and the backends "cpu" and "webgpu" with their
 * kernels. They are parts that `@tensorflow/tfjs` is made of and brings along; the rest of it (layers, converter, data,
 * WebGL, operations as methods of tensors) would be loaded for nothing. Everything imports tfjs from here, so that a
 * program has one copy of `tfjs-core`, whose registries hold gradients and kernels.
 */
// In this order: core first, then what registers itself with it.
// oxlint-disable import/no-unassigned-import
export * from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
export { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
