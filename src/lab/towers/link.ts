/** A share link: towers and the world they are shown on, compressed into the part of an address that is never sent. */
import { parseTowers } from '../../model/check/towers';
import { towersFile, type Towers } from '../../model/formats/towers/format';
import { LabError } from '../failure';
import { linkFormat, type LinkFile, type SharedWorld } from '../formats/link/format';
import { unlessForeign } from './refusal';

export interface Shared {
  towers: Towers;
  /** Null where they were drawn for an uploaded log, which the link does not hold. */
  world: SharedWorld | null;
  /** The id of the open panel. */
  tab: string;
}

const KEY = '#towers=';
/** Characters of the longest link: browsers and most programs take as many. */
export const MOST_CHARACTERS = 50_000;
/** What it may unpack to: five times the largest drawing seen. A bomb of the same length would give 40 MB. */
export const MOST_BYTES = 2 ** 18;

/** Whether the end of an address is a share link. */
export const isLink = (hash: string): boolean => hash.startsWith(KEY);

/** '#towers=…', the end of an address. @throws LabError (link-too-long) */
export async function linkTo({ towers, world, tab }: Shared): Promise<string> {
  const file: LinkFile = { ...linkFormat.header, towers: towersFile(towers), world, tab };
  const json = new TextEncoder().encode(JSON.stringify(file));
  const packed = await through(json, new CompressionStream('deflate-raw'), Infinity);
  const link = KEY + base64Url(packed);
  if (json.length > MOST_BYTES || link.length > MOST_CHARACTERS) throw tooLong(link.length);
  return link;
}

/**
 * @param worlds that there are
 * @throws LabError (link-too-long, link-damaged, link-newer, link-world), LabRefusal (towers)
 */
export async function readLink(hash: string, worlds: readonly { id: string }[]): Promise<Shared> {
  if (hash.length > MOST_CHARACTERS) throw tooLong(hash.length);
  const reading = linkFormat.read(await jsonIn(hash.slice(KEY.length)));
  if (!reading.ok && reading.newer !== null)
    throw new LabError('link-newer', 'a link of a newer version', {
      version: reading.newer,
      known: linkFormat.header.version,
    });
  if (!reading.ok) throw damaged(reading.issues[0].message);
  const { towers, world, tab } = reading.value;
  if (world && !worlds.some(({ id }) => id === world.id))
    throw new LabError('link-world', 'a world that is not there', { world: world.id.slice(0, 60) });
  return { towers: unlessForeign(parseTowers(towers)), world, tab };
}

const tooLong = (n: number): LabError =>
  new LabError('link-too-long', `a link of ${n} characters`, { n, most: MOST_CHARACTERS });
const damaged = (message: string): LabError => new LabError('link-damaged', message);

async function jsonIn(text: string): Promise<unknown> {
  let unpacked: Uint8Array;
  try {
    unpacked = await through(bytesOf(text), new DecompressionStream('deflate-raw'), MOST_BYTES);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked));
  } catch (error) {
    throw error instanceof LabError ? error : damaged(String(error));
  }
}

/**
 * What a stream makes of the bytes.
 * @throws LabError where that is more than `most`; TypeError of the stream
 */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > most) {
      await reader.cancel();
      throw damaged(`it unpacks to more than ${most} bytes`);
    }
    chunks.push(read.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Digits that stand in an address as they are. */
const base64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** @throws DOMException where the text is no base64 */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new DOMException('no base64url', 'InvalidCharacterError');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (digit) => digit.charCodeAt(0));
}
