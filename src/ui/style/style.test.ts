/** What holds of every style sheet of the screen: where it stands, what it may name, and that nothing in it is dead. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const without = (text: string, pattern: RegExp) => text.replace(pattern, (match) => match.replace(/[^\n]/g, ' '));
const sheets = files
  .filter((path) => path.endsWith('.css'))
  .map((path) => ({ path, text: without(read(path), /\/\*[^]*?\*\//g) }));
const sources = files
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({ path, text: without(without(read(path), /\/\*[^]*?\*\//g), /^\s*\/\/.*$/gm) }));

/** Selectors of a sheet; what stands before `{` of an at-rule or a step of keyframes is none. */
const selectorsOf = (text: string): string[] =>
  [...without(text, /@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g).matchAll(/([^{};]+)\{/g)]
    .map(([, prelude]) => prelude!.trim())
    .filter((prelude) => !prelude.startsWith('@'))
    .flatMap((prelude) => prelude.split(/,(?![^(]*\))/))
    .map((selector) => selector.trim());
const classesOf = (selector: string): string[] =>
  [...selector.matchAll(/\.(-?[a-z][\w-]*)/gi)].map(([, name]) => name!);
const linesOf = (from: readonly { path: string; text: string }[], pattern: RegExp): string[] =>
  from.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );

/** Whatever any room may use; the other sheets belong to one room. */
const isShared = (path: string) => /^(style|controls)\//.test(path);
const shared = new Set(
  sheets.filter(({ path }) => isShared(path)).flatMap(({ text }) => selectorsOf(text).flatMap(classesOf)),
);
/** Drawn by a library. */
const isForeign = (name: string) => name.startsWith('react-flow__') || name === 'dragging';

describe('classes', () => {
  it('are named by a component, each of them', () => {
    const quoted = [/'([^'\n]*)'/g, /"([^"\n]*)"/g, /`([^`]*)`/g];
    const words = new Set(
      sources.flatMap(({ text }) =>
        quoted.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, names]) => names!.split(/[\s'"${}]+/))),
      ),
    );
    const dead = sheets.flatMap(({ path, text }) =>
      selectorsOf(text)
        .flatMap(classesOf)
        .filter((name) => !isForeign(name) && !words.has(name))
        .map((name) => `${path}: .${name}`),
    );
    expect([...new Set(dead)]).toEqual([]);
  });

  it('are styled in one sheet, but for those that all rooms share', () => {
    const owners = new Map<string, Set<string>>();
    for (const { path, text } of sheets.filter((sheet) => !isShared(sheet.path)))
      for (const name of selectorsOf(text).flatMap(classesOf))
        if (!shared.has(name) && !isForeign(name)) owners.set(name, (owners.get(name) ?? new Set()).add(path));
    const torn = [...owners]
      .filter(([, paths]) => paths.size > 1)
      .map(([name, paths]) => `.${name}: ${[...paths].join()}`);
    expect(torn).toEqual([]);
  });

  it('of its own stand in every selector of a room, so that no room styles another', () => {
    const leaking = sheets
      .filter(({ path }) => !isShared(path))
      .flatMap(({ path, text }) =>
        selectorsOf(text)
          .filter((selector) => classesOf(selector).every((name) => shared.has(name) || isForeign(name)))
          .map((selector) => `${path}: ${selector}`),
      );
    expect(leaking).toEqual([]);
  });
});

describe('tokens', () => {
  const rooms = sheets.filter(({ path }) => path !== 'style/tokens.css');
  const tokens = new Set([...read('style/tokens.css').matchAll(/^\s*--([\w-]+):/gm)].map(([, name]) => name!));

  it('alone say what lies over what', () => {
    expect(linesOf(rooms, /z-index:(?!\s*var\()/)).toEqual([]);
  });

  it('alone hold colours', () => {
    const colour =
      /#[\da-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|light-dark)\(|:\s*[^;]*\b(white|black|red|gr[ae]y)\b/i;
    expect(linesOf(rooms, colour)).toEqual([]);
    expect(linesOf(sources, /['"`]#[\da-f]{3,8}\b|\b(rgba?|hsla?|oklch)\(/i)).toEqual([]);
  });

  it('are there where they are asked for, and are asked for', () => {
    const asked = [...rooms, ...sources].flatMap(({ text }) =>
      [...text.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name!),
    );
    const own = new Set(
      [...rooms, ...sources].flatMap(({ text }) => [...text.matchAll(/--([\w-]+)['"]?:/g)].map(([, name]) => name!)),
    );
    expect(asked.filter((name) => !tokens.has(name) && !own.has(name) && !name.endsWith('-'))).toEqual([]);
    // `--interest-${n}` asks for all that begin so.
    const isUsed = (token: string) =>
      asked.some((name) => name === token || (name.endsWith('-') && token.startsWith(name)));
    expect([...tokens].filter((token) => !isUsed(token))).toEqual([]);
  });
});

describe('sheets', () => {
  it('stand in a layer, so that the order of bundling decides nothing', () => {
    const outside = sheets.filter(({ path, text }) => {
      const layer = path.startsWith('style/') ? 'tokens|base' : path.startsWith('controls/') ? 'controls' : 'rooms';
      // From the innermost block outwards, until only what stands at the top is left.
      let rest = text;
      while (/\{[^{}]*\}/.test(rest)) rest = rest.replace(/([^{};]*)\{[^{}]*\}/g, '$1;');
      const tops = rest.split(';').map((top) => top.trim());
      return tops.some((top) => top !== '' && !new RegExp(`^@(import .*|layer ([\\w, ]*, .*|${layer}))$`).test(top));
    });
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  it('are brought by a component beside them, or by the sheet of all that is shared', () => {
    const brought = new Set(
      [...sources, ...sheets].flatMap(({ path, text }) =>
        [...text.matchAll(/import '([^']+\.css)'/g)]
          .filter(([, target]) => target!.startsWith('./') || path === 'style/style.css')
          .map(([, target]) => join(dirname(path), target!).replaceAll('\\', '/')),
      ),
    );
    expect(sheets.map(({ path }) => path).filter((path) => path !== 'style/style.css' && !brought.has(path))).toEqual(
      [],
    );
  });

  it('come after the one that orders the layers', () => {
    for (const entry of ['../main.tsx', 'gallery/main.tsx']) {
      const [first] = read(entry).match(/^import .*$/m) ?? [];
      const path = relative(dirname(entry), 'style/style.css').replaceAll('\\', '/');
      expect(first, entry).toMatch(new RegExp(`'(\\./)?${entry.startsWith('..') ? 'ui/style/style.css' : path}'`));
    }
  });
});
