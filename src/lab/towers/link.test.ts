import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LabRefusal } from '../failure';
import { towersFile } from '../../model/formats/towers/format';
import { linkFormat } from '../formats/link/format';
import { isLink, linkTo, MOST_BYTES, MOST_CHARACTERS, readLink } from './link';
import { HOSTILE, hostile, towersFrom } from './testing';

const worlds = [{ id: 'bookshop' }];
const world = { id: 'bookshop', events: 4000, seed: 1 };
const towers = towersFrom();
const file = { ...linkFormat.header, towers: towersFile(towers), world, tab: 'inside' };
const packed = (bytes: Uint8Array | string): string => `#towers=${deflateRawSync(bytes).toString('base64url')}`;
const linkOf = (value: unknown): string => packed(JSON.stringify(value));
const refusalOf = (link: string) =>
  readLink(link, worlds).then(
    () => expect.fail('was read'),
    (error: unknown) => error,
  );

describe('a share link', () => {
  it('gives the same towers on the same world, and holds nothing else', async () => {
    const shared = { towers, world: { ...world, split: 'time' as const }, tab: 'inside' };
    const link = await linkTo(shared);
    expect(link).toMatch(/^#towers=[\w-]+$/);
    expect(link.length).toBeLessThan(3000);
    expect(isLink(link)).toBe(true);
    expect(await readLink(link, worlds)).toEqual(shared);
    const json = JSON.parse(
      inflateRawSync(Buffer.from(link.slice('#towers='.length), 'base64url')).toString(),
    ) as object;
    expect(json).toEqual({ ...file, world: shared.world });
    expect((json as typeof file).towers.fields.map(({ name }) => name)).toEqual(['item id', 'genre']);
  });

  it('says what the rows of its world weigh, where they do not weigh the same', async () => {
    const shared = { towers, world: { ...world, weight: 'log1p(dwell_seconds)' }, tab: 'inside' };
    expect(await readLink(await linkTo(shared), worlds)).toEqual(shared);
  });

  it('of an uploaded log has no world', async () => {
    const shared = { towers, world: null, tab: 'curves' };
    expect(await readLink(await linkTo(shared), worlds)).toEqual(shared);
  });

  it('of a drawing too large for one is not made', async () => {
    const random = Array.from({ length: 700 }, (_, i) => createHash('sha512').update(`${i}`).digest('hex')).join('');
    const wide = { ...towers, graph: { ...towers.graph, title: random } };
    await expect(linkTo({ towers: wide, world: null, tab: '' })).rejects.toMatchObject({ code: 'link-too-long' });
  });

  it('that is too long is refused before it is read', async () => {
    const link = `#towers=${'A'.repeat(MOST_CHARACTERS)}`;
    expect(await refusalOf(link)).toMatchObject({
      code: 'link-too-long',
      values: { n: link.length, most: MOST_CHARACTERS },
    });
  });

  it('that unpacks to a bomb is given up at the limit, not at its end', async () => {
    const bomb = packed(new Uint8Array(30e6));
    expect(bomb.length).toBeLessThan(MOST_CHARACTERS);
    const error = await refusalOf(bomb);
    expect(error).toMatchObject({ code: 'link-damaged' });
    expect((error as Error).message).toContain(`more than ${MOST_BYTES} bytes`);
    expect(await refusalOf(packed(' '.repeat(MOST_BYTES + 1)))).toMatchObject({
      message: expect.stringContaining('more than'),
    });
    expect(await readLink(packed(JSON.stringify(file).padEnd(MOST_BYTES)), worlds)).toMatchObject({ tab: 'inside' });
  });

  it.each([
    ['no base64', '#towers=%%%'],
    ['nothing', '#towers='],
    ['base64 of another alphabet', `#towers=${'+/'.repeat(20)}`],
    ['base64 that cannot be', '#towers=A'],
    ['bytes that are not packed', `#towers=${Buffer.from('{"format":').toString('base64url')}`],
    ['half of one', linkOf(file).slice(0, 400)],
    ['no JSON', packed('hello')],
    ['bytes that are no text', packed(Uint8Array.of(0x22, 0xff, 0xfe, 0x22))],
    ['null', linkOf(null)],
    ['a list', linkOf([file])],
    ['towers that are none', linkOf({ ...file, towers: 5 })],
    ['a world with too many events', linkOf({ ...file, world: { ...world, events: 1e9 } })],
    ['a world with half an event', linkOf({ ...file, world: { ...world, events: 4000.5 } })],
    ['an unknown key', linkOf({ ...file, rows: [] })],
    ['a key that reaches for the prototype', packed(JSON.stringify(file).replace('{', '{"__proto__":{"a":1},'))],
  ])('of %s is damaged', async (_, link) => expect(await refusalOf(link)).toMatchObject({ code: 'link-damaged' }));

  it('of a newer version says so', async () =>
    expect(await refusalOf(linkOf({ ...file, version: 7 }))).toMatchObject({
      code: 'link-newer',
      values: { version: 7, known: linkFormat.header.version },
    }));

  it.each(['atlantis', '__proto__', 'constructor', '../bookshop'])('on the world %s is refused', async (id) =>
    expect(await refusalOf(linkOf({ ...file, world: { ...world, id } }))).toMatchObject({
      code: 'link-world',
      values: { world: id },
    }),
  );

  it.each(HOSTILE)('to towers with %s is refused as their file is', async (_, change, code, said) => {
    const { failure } = (await refusalOf(linkOf({ ...file, towers: hostile(change) }))) as LabRefusal;
    expect([failure.code, failure.problems[0]?.code]).toEqual(['towers', code]);
    expect(JSON.stringify(failure.problems)).toMatch(said);
  });
});
