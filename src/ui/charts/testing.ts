/** An SVG document as a reader of XML takes it, and colours for one. */
import type { Palette } from './sheet';

export interface Element {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: Element[];
}

const TOKEN = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<>]+)/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** @throws Error where it is not well-formed, or names an entity that XML does not know */
export function parsed(svg: string): Element {
  const top: Element = { tag: '', attributes: {}, text: '', children: [] };
  const open = [top];
  let at = 0;
  for (const [token, end, tag, attributes, empty, text] of svg.matchAll(TOKEN)) {
    at += token.length;
    const inside = open.at(-1)!;
    if (text !== undefined) inside.text += plain(text);
    else if (end === '/') {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> ends nothing`);
    } else {
      const element: Element = {
        tag: tag!,
        attributes: Object.fromEntries(
          [...attributes!.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, plain(value!)]),
        ),
        text: '',
        children: [],
      };
      inside.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (at !== svg.length || open.length !== 1) throw new Error(`no XML from ${at}: ${svg.slice(at, at + 40)}`);
  return top.children[0]!;
}

function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/u.test(text)) throw new Error('XML cannot hold that');
  return text.replace(/&(\w*;?)/g, (entity, name: string) => {
    const known = ENTITIES[name.replace(';', '')];
    if (known === undefined || !name.endsWith(';')) throw new Error(`no entity: ${entity}`);
    return known;
  });
}

/** It and everything in it. */
export const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)];

export const testPalette: Palette = {
  paper: 'white',
  ink: 'black',
  soft: 'dimgrey',
  faint: 'silver',
  track: 'grey',
  reference: 'olive',
  user: 'blue',
  item: 'red',
  font: '"A font", sans-serif',
};
