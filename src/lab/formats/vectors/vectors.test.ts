import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heard, textOf } from '../../testing';
import { decodeFloats } from '../../transfer/base64';
import type { VectorsFile } from '../../transfer/export-vectors';
import { python, readWithPython } from '../../transfer/testing';
import type { WeightsFile } from '../../transfer/weights-file';
import { openOnOldLog } from '../testing';
import { vectorsFormat } from './format';

/** Each was made of the weights of the same name. */
const corpus = Object.entries(import.meta.glob<VectorsFile>('./corpus/v*.json', { eager: true, import: 'default' }));
const weights = import.meta.glob<WeightsFile>('../weights/corpus/v*.json', { eager: true, import: 'default' });

let heard: Heard;
beforeAll(async () => {
  heard = await openOnOldLog();
});
afterAll(() => heard.lab.dispose());

describe.each(corpus)('%s', (path, file) => {
  const source = weights[path.replace('./', '../weights/')]!;
  const { asOf } = file;

  it('holds the vectors that the same weights make today', async () => {
    const { lab } = heard;
    await lab.ask('importWeights', { json: JSON.stringify(source) });
    const json = await textOf(lab.ask('exportVectors', { asOf: asOf ?? 'end' }));
    const today = JSON.parse(json) as VectorsFile;
    // The removed items of a user are a set: files have had them in the order of the past.
    const ascending = ({ removed, ...users }: VectorsFile['users']) => ({
      ...users,
      ...(removed && { removed: removed.map((items) => items.toSorted((a, b) => a - b)) }),
    });
    const plain = ({ items, users }: VectorsFile) =>
      [items, ascending(users)].map((side) => ({ ...side, vectors: '' }));
    const then = vectorsFormat.read(file);
    if (!then.ok) expect.fail('cannot be read');
    expect(plain(then.value)).toEqual(plain(today));
    for (const side of ['items', 'users'] as const) {
      const [before, now] = [file, today].map((of) => decodeFloats(of[side].vectors)!);
      expect(before).toHaveLength(now!.length);
      before!.forEach((value, at) => expect(value, `${side} ${at}`).toBeCloseTo(now![at]!, 4));
    }
  });

  it.skipIf(!python)('gives the reader in Python what the weights give the lab', async () => {
    const { lab } = heard;
    await lab.ask('importWeights', { json: JSON.stringify(source) });
    if (asOf === 'test') {
      const { metrics } = await lab.ask('evaluate', {});
      const figures = readWithPython(file) as Record<string, number>;
      for (const name of ['hr@10', 'recall@10', 'ndcg@10']) expect(figures[name], name).toBeCloseTo(metrics[name]!, 7);
      return;
    }
    const json = await textOf(lab.ask('exportVectors', { asOf: 'end' }));
    const [then, now] = [file, JSON.parse(json) as VectorsFile].map(
      (of) => readWithPython(of, file.users.ids[2]!, '24') as [id: string, score: number, interest: number][],
    );
    expect(then).toHaveLength(24);
    expect(then!.map(([id, , interest]) => [id, interest])).toEqual(now!.map(([id, , interest]) => [id, interest]));
    then!.forEach(([, score], at) => expect(score).toBeCloseTo(now![at]![1], 4));
  });
});

describe.skipIf(!python)('the reader in Python', () => {
  const [, file] = corpus[0]!;
  const { version: newest } = vectorsFormat.header;
  it.each([
    [
      'a version from the future',
      { ...file, version: newest + 1 },
      `this file is of version ${newest + 1}; here versions up to ${newest} can be read`,
    ],
    ['another format', { ...file, format: 'mine' }, 'its format is not tower-lab/vectors'],
  ])('knows the newest version, and refuses %s', (_, changed, message) =>
    expect(() => readWithPython(changed, file.users.ids[0]!)).toThrow(message),
  );
});
