import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Sha256 } from './fingerprint';

const ours = (...pieces: Uint8Array[]) => {
  const hash = new Sha256();
  for (const piece of pieces) hash.add(piece);
  return hash.hex();
};

describe('SHA-256', () => {
  it('gives the digests of FIPS 180-4', () => {
    expect(ours()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(ours(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('agrees with the platform at every length around the block, in one piece or two', () => {
    const bytes = Uint8Array.from({ length: 200 }, (_, i) => (i * 37) % 251);
    for (let length = 0; length <= bytes.length; length++) {
      const expected = createHash('sha256').update(bytes.subarray(0, length)).digest('hex');
      expect(ours(bytes.subarray(0, length))).toBe(expected);
      expect(ours(bytes.subarray(0, length >> 1), bytes.subarray(length >> 1, length))).toBe(expected);
    }
  });
});
