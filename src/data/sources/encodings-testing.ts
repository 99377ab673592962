/** For tests: text to bytes of any encoding, by a table of what its bytes decode to. */

const tables = new Map<string, Map<string, number[]>>();

function tableOf(label: string): Map<string, number[]> {
  const known = tables.get(label);
  if (known) return known;
  const table = new Map<string, number[]>();
  const add = (...bytes: number[]): void => {
    const text = new TextDecoder(label).decode(Uint8Array.from(bytes), { stream: true });
    if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  tables.set(label, table);
  return table;
}

/** @throws RangeError for a character that the encoding does not have in one or two bytes */
export function encodeText(text: string, label: string): Uint8Array<ArrayBuffer> {
  const table = tableOf(label);
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character);
      if (!bytes) throw new RangeError(`${label} has no ${character}`);
      return bytes;
    }),
  );
}
