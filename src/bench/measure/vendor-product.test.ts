import { expect, it } from 'vitest';
import { findTorch } from '../../model/torch/run-python';
import { besideVendor } from './vendor-product';

const adapter = { name: 'any', software: true, bandwidth: 1, ownProduct: 1, dispatch: 1 };
const python = findTorch();
const place = { python: python ?? 'python3', devices: ['cpu'] } as const;

it.skipIf(!python && !process.env['CI'])(
  'an adapter that is a CPU stands beside the product of PyTorch there',
  async () => {
    const { product, ...rest } = await besideVendor(adapter, place);
    expect(rest).toEqual(adapter);
    expect(product?.by).toMatch(/^PyTorch .* thread/);
    expect(product!.flops).toBeGreaterThan(1e7);
  },
  300_000,
);

it('where PyTorch does not run on what the adapter is, there is no product', async () => {
  expect((await besideVendor({ ...adapter, software: false }, place)).product).toBeNull();
  expect((await besideVendor(adapter, null)).product).toBeNull();
});
