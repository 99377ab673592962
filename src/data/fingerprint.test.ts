import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Protocol, Shown } from './dataset';
import { fingerprint, Sha256 } from './fingerprint';
import { datasetOf, type Row } from './testing';

const ours = (...pieces: Uint8Array[]) => {
  const hash = new Sha256();
  for (const piece of pieces) hash.add(piece);
  return hash.hex();
};

describe('SHA-256', () => {
  it('gives the digests of FIPS 180-4', () => {
    expect(ours()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(ours(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
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

describe('the fingerprint of a data set', () => {
  const events: Row[] = [
    ['a', 'x', 1],
    ['a', 'y', 2],
    ['a', 'z', 3],
    ['b', 'x', 1],
    ['b', 'z', 2],
    ['b', 'y', 3],
  ];
  /** Of the events above with these sessions. */
  const withSessions = (...cells: string[]): string =>
    fingerprint(datasetOf(events.map(([user, item, time], row): Row => [user, item, time, cells[row]])));

  it('of a log without sessions is what it was before they counted: runs and records keep their data', () => {
    expect(fingerprint(datasetOf(events))).toBe('ccade084c24e6923dad2c82ac1a98f862b1e758fe16a2e1683cd1a2dca89b5b1');
  });

  it('counts shown rows where they are kept, each by all that a model sees of it, and what tells them apart', () => {
    const dataset = datasetOf(events, { positives: 'is_click=1' });
    const shown: Shown = {
      user: Uint32Array.of(0, 1),
      item: Uint32Array.of(2, 1),
      time: Float64Array.of(1, 2),
      line: Uint32Array.of(9, 10),
      start: Uint32Array.of(0, 1, 2),
      part: Uint8Array.of(0, 0),
      history: Uint32Array.of(0, 1),
      columns: [],
    };
    const of = (changes: Partial<Shown>, positives = 'is_click=1'): string =>
      fingerprint({ ...dataset, shown: { ...shown, ...changes }, protocol: { ...dataset.protocol, positives } });
    const prints = [
      fingerprint(dataset),
      of({}),
      of({}, 'is_click=1.0'),
      of({ user: Uint32Array.of(0, 0) }),
      of({ item: Uint32Array.of(1, 1) }),
      of({ time: Float64Array.of(1, 3) }),
      of({ part: Uint8Array.of(0, 1) }),
      of({ history: Uint32Array.of(0, 0) }),
    ];
    expect(new Set(prints).size).toBe(prints.length);
    expect(of({ columns: [{ name: 'dwell', role: 'dwell', values: Float32Array.of(1, 2) }] })).toBe(of({}));
    // A protocol of before there were positives, as stored runs have it.
    const { positives: _, ...before } = dataset.protocol;
    expect(fingerprint({ ...dataset, protocol: before as Protocol })).toBe(fingerprint(datasetOf(events)));
  });

  it('is another for other sessions, for none, and for empty ones', () => {
    const prints = [
      fingerprint(datasetOf(events)),
      withSessions('1', '1', '2', '3', '3', '3'),
      withSessions('1', '2', '2', '3', '3', '3'),
      withSessions('1', '1', '1', '2', '2', '2'),
      withSessions('', '', '', '', '', ''),
    ];
    expect(new Set(prints).size).toBe(5);
  });

  it('goes by who is together, within a user, whatever the sessions are called and in whichever order the log names them', () => {
    const one = withSessions('1', '1', '2', '3', '3', '4');
    expect(withSessions('s9', 's9', 's7', 's8', 's8', 's1')).toBe(one);
    // Numbers that begin anew with each user, and an event without a session, which stands alone.
    expect(withSessions('1', '1', '2', '1', '1', '2')).toBe(one);
    expect(withSessions('1', '1', '', '2', '2', '')).toBe(one);
    // First a, then b, then a again: not three sessions.
    expect(withSessions('1', '2', '1', '3', '3', '3')).not.toBe(withSessions('1', '2', '4', '3', '3', '3'));
  });
});
