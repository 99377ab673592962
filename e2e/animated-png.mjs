// Frames of Chromium as one animated PNG, which Markdown on GitHub plays: at most 256 colours, and of each frame
// only what is new.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** @typedef {{ width: number, height: number, pixels: Uint32Array }} Picture opaque, a pixel is 0xRRGGBB */
/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The index of a pixel that stays as it was. */
const SAME = 0;
const MOST_COLOURS = 255;

/**
 * @param {readonly { png: Buffer, milliseconds: number }[]} frames of one size
 * @returns {Buffer}
 */
export function animatedPng(frames) {
  const pictures = frames.map(({ png }) => decoded(png));
  const [first] = pictures;
  if (!first) throw new Error('an animation without frames');
  const colours = paletteOf(pictures);
  const indices = pictures.map((picture) => indexed(picture, colours));
  let sequence = 0;
  const parts = indices.flatMap((now, at) => {
    const before = indices[at - 1];
    const rect = before ? changed(before, now, first.width) : { x: 0, y: 0, width: first.width, height: first.height };
    const data = deflateSync(rowsOf(now, before, rect, first.width), { level: 9 });
    const delay = Buffer.from(u16(frames[at]?.milliseconds ?? 0, 1000));
    // Dispose: none. Blend: over what is there, but for the first frame.
    const control = [u32(sequence++, rect.width, rect.height, rect.x, rect.y), delay, Buffer.from([0, before ? 1 : 0])];
    const body = before ? chunk('fdAT', u32(sequence++), data) : chunk('IDAT', data);
    return [chunk('fcTL', ...control), body];
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', u32(first.width, first.height), Buffer.from([8, 3, 0, 0, 0])),
    chunk('acTL', u32(frames.length, 0)),
    chunk(
      'PLTE',
      Buffer.from([0, 0, 0, ...colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])]),
    ),
    chunk('tRNS', Buffer.from([0])),
    ...parts,
    chunk('IEND'),
  ]);
}

/** @param {Buffer} png 8 bits a channel, RGB or RGBA, not interlaced, as Chromium writes it @returns {Picture} */
function decoded(png) {
  /** @type {Buffer[]} */
  const data = [];
  let [width, height, channels] = [0, 0, 3];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR')
      [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3];
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const row = unfiltered(raw.subarray(y * (stride + 1), (y + 1) * (stride + 1)), above, channels);
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = row.subarray(x * channels, x * channels + 3);
      pixels[y * width + x] = (r << 16) | (g << 8) | b;
    }
    above = row;
  }
  return { width, height, pixels };
}

/** @param {Uint8Array} line a filter and a row @param {Uint8Array} above @param {number} step bytes of a pixel */
function unfiltered(line, above, step) {
  const row = new Uint8Array(above.length);
  for (let i = 0; i < row.length; i++) {
    const [left, up, corner] = [row[i - step] ?? 0, above[i] ?? 0, i < step ? 0 : (above[i - step] ?? 0)];
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][line[0] ?? 0] ?? 0;
    row[i] = (line[i + 1] ?? 0) + guess;
  }
  return row;
}

/** @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The most frequent colours of all frames, of which none is close to another. @param {readonly Picture[]} pictures */
function paletteOf(pictures) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { pixels } of pictures) for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a).map(([colour]) => colour);
  for (let apart = 0; ; apart += 60) {
    /** @type {number[]} */
    const colours = [];
    for (const colour of frequent) {
      if (colours.length > MOST_COLOURS) break;
      if (colours.every((other) => distance(other, colour) > apart)) colours.push(colour);
    }
    // Beyond that the rarest are given up, rather than shades that are seen often.
    if (colours.length <= MOST_COLOURS || apart >= 300) return colours.slice(0, MOST_COLOURS);
  }
}

/** @param {number} a @param {number} b */
function distance(a, b) {
  const [r, g, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)];
  return 2 * r * r + 4 * g * g + 3 * blue * blue;
}

/** @param {Picture} picture @param {readonly number[]} colours @returns {Uint8Array} from 1 */
function indexed({ pixels }, colours) {
  /** @type {Map<number, number>} */
  const known = new Map();
  return Uint8Array.from(pixels, (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    const nearest = colours.reduce(
      (best, other, at) => (distance(other, colour) < distance(colours[best] ?? 0, colour) ? at : best),
      0,
    );
    known.set(colour, nearest + 1);
    return nearest + 1;
  });
}

/**
 * The smallest rectangle of what differs; one pixel where nothing does.
 * @param {Uint8Array} before @param {Uint8Array} now @param {number} width @returns {Rect}
 */
function changed(before, now, width) {
  let [left, right, top, bottom] = [width, -1, Infinity, -1];
  for (let i = 0; i < now.length; i++) {
    if (now[i] === before[i]) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), y];
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Unfiltered rows of what is new.
 * @param {Uint8Array} now @param {Uint8Array | undefined} before @param {Rect} rect @param {number} width
 */
function rowsOf(now, before, rect, width) {
  const rows = new Uint8Array(rect.height * (rect.width + 1));
  for (let y = 0; y < rect.height; y++)
    for (let x = 0; x < rect.width; x++) {
      const at = (rect.y + y) * width + rect.x + x;
      rows[y * (rect.width + 1) + x + 1] = before && before[at] === now[at] ? SAME : (now[at] ?? SAME);
    }
  return rows;
}

/** @param {...number} values */
function u32(...values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
  return bytes;
}

/** @param {...number} values */
const u16 = (...values) => values.flatMap((value) => [value >> 8, value & 255]);

/** @param {string} type @param {...Buffer} bodies */
function chunk(type, ...bodies) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), ...bodies]);
  return Buffer.concat([u32(named.length - 4), named, u32(crc32(named))]);
}
