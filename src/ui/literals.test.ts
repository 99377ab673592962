import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'title',
  'alt',
  'placeholder',
  'label',
]);

interface Node {
  type: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

function visit(value: unknown, seen: (node: Node) => void): void {
  if (Array.isArray(value)) for (const entry of value) visit(entry, seen);
  else if (isNode(value)) {
    seen(value);
    for (const child of Object.values(value)) visit(child, seen);
  }
}

/** Texts that a person would read or hear and that do not come from the catalog. */
export function literalsOf(source: string, file = 'x.tsx'): string[] {
  const found: string[] = [];
  const { program, errors } = parseSync(file, source);
  if (errors.length) throw new Error(`${file}: ${errors[0]?.message}`);
  visit(program, (node) => {
    if (node.type === 'JSXText' && hasLetters(String(node.value))) found.push(String(node.value).trim());
    if (
      node.type === 'JSXExpressionContainer' &&
      isNode(node.expression) &&
      node.expression.type === 'Literal' &&
      typeof node.expression.value === 'string' &&
      hasLetters(node.expression.value)
    )
      found.push(node.expression.value);
    if (
      node.type === 'JSXAttribute' &&
      isNode(node.name) &&
      isNode(node.value) &&
      SPOKEN.has(String(node.name.name)) &&
      node.value.type === 'Literal' &&
      hasLetters(String(node.value.value))
    )
      found.push(`${String(node.name.name)}="${String(node.value.value)}"`);
  });
  return found;
}

describe('texts on the screen', () => {
  it('are found by this test where they are written into a component', () => {
    expect(literalsOf('const a = <p title="Hello" className="x">Text {"more"} – {words.a}</p>;')).toEqual([
      'title="Hello"',
      'Text',
      'more',
    ]);
  });

  it('come from the catalog, without exception', () => {
    const folder = import.meta.dirname;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(
      files.flatMap((file) =>
        literalsOf(readFileSync(join(folder, file), 'utf8'), file).map((text) => `${file}: ${text}`),
      ),
    ).toEqual([]);
  });
});
