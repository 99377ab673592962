/**
 * Ranks on a device that rounds the score of a target one way where it is asked for and another where it is scanned.
 */
import { expect, it } from 'vitest';
import { webgpuBackend } from '../../run-kernel';
import { FORMS, numbers, onDevice, useForm } from '../../testing';
import * as tf from '../../tf';
import { ItemIndex } from './item-index';
import { rankReference, type ItemLists } from './reference';
import { rankCatalogue } from './retrieval';

onDevice({ lanes: 'of this machine' });

const [USERS, ITEMS, WIDTH] = [40, 900, 16];

/** What stores the score of a target. */
const STORED = 'bitcast<u32>(scores[i])); }';

/**
 * The device of the moment compiles a scan that gives targets the next smaller magnitude. Returns how many texts were
 * changed.
 */
function roundTargetsDown(): () => number {
  const { device } = webgpuBackend();
  const create = device.createShaderModule.bind(device);
  const texts = new Set<string>();
  device.createShaderModule = (descriptor) => {
    const code = descriptor.code.replace(STORED, STORED.replace('));', ') - 1u);'));
    if (code !== descriptor.code) texts.add(code);
    return create({ ...descriptor, code });
  };
  return () => texts.size;
}

/** For each user one item of each part of the catalogue. */
const drawn = (each: number, seed: number): ItemLists => ({
  start: Uint32Array.from({ length: USERS + 1 }, (_, user) => user * each),
  items: Uint32Array.from(numbers(USERS * each, seed), (x, at) =>
    Math.floor(((at % each) + (x + 1) / 2) * (ITEMS / each)),
  ),
});

it.each(FORMS)(
  'an item is not above itself where two roundings of its score differ, in the form of %s',
  async (form) => {
    useForm(form);
    const changed = roundTargetsDown();
    const vectors = numbers(USERS * WIDTH, 1);
    const items = numbers(ITEMS * WIDTH, 2);
    const query = { users: USERS, k: 7, seen: drawn(9, 3), targets: drawn(4, 4) };
    const index = new ItemIndex(ITEMS, WIDTH);
    const given = [tf.tensor2d(items, [ITEMS, WIDTH]), tf.tensor3d(vectors, [USERS, 1, WIDTH])] as const;
    index.write(0, given[0]);
    const result = await rankCatalogue({ vectors: given[1], active: null }, index, query);
    const plain = rankReference(vectors, null, 1, items, WIDTH, query);
    expect(changed()).toBe(1);
    expect(result.scores.filter((score, t) => Math.abs(score) < Math.abs(plain.scores[t]!)).length).toBeGreaterThan(
      result.scores.length / 3,
    );
    expect([result.greater, result.ties, result.top]).toEqual([plain.greater, plain.ties, plain.top]);
    index.dispose();
    tf.dispose([...given]);
  },
);
