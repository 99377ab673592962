/** A difference between two documents, in a sentence. */
import { differences, type Difference } from '../../model/edits/differences';
import { findBlock } from '../../model/nodes/registry';
import type { GraphNode, Json } from '../../model/document/graph';
import type { Speech } from '../../words/words';
import { titleOf } from '../board/describe';

export { differences };

export function differenceInWords(difference: Difference, speech: Speech): string {
  const { words, fill } = speech;
  const w = words.drawings.difference;
  switch (difference.kind) {
    case 'added':
    case 'removed':
      return fill(w[difference.kind], { node: nameOf(difference.node, speech) });
    case 'param': {
      const { node, name } = difference;
      const own = words.blocks[findBlock(node.block)?.id ?? node.block];
      const say = (value: Json): string => valueInWords(value, speech, own?.options);
      return fill(w.param, {
        node: nameOf(node, speech),
        param: own?.params[name] ?? name,
        from: say(difference.from),
        to: say(difference.to),
      });
    }
    case 'table': {
      const { field, from, to } = difference;
      if (from === null) return fill(w.tableAdded, { field, to: to ?? 0 });
      return to === null ? fill(w.tableRemoved, { field }) : fill(w.table, { field, from, to });
    }
    case 'edges':
      return fill(w.edges, { added: difference.added, removed: difference.removed });
    case 'order':
      return w.order;
    case 'setting': {
      const { name, pattern, from, to } = difference;
      const rules: Readonly<Record<string, string>> = words.settings.rules;
      return fill(pattern === null ? w.setting : w.settingOf, {
        setting: words.drawings.setting[name],
        pattern: pattern ?? '',
        from: valueInWords(from, speech, rules),
        to: valueInWords(to, speech, rules),
      });
    }
    case 'other-setting':
      return fill(w.otherSetting, { setting: words.drawings.setting[difference.name] });
  }
}

/** With its id: there may be several of a kind in either graph. */
const nameOf = (node: GraphNode, speech: Speech): string =>
  speech.fill(speech.words.editing.node, { title: titleOf(node, findBlock(node.block), speech), id: node.id });

/** @param options what choices are called */
function valueInWords(value: Json, speech: Speech, options: Readonly<Record<string, string>> = {}): string {
  const { words, number, items } = speech;
  if (typeof value === 'boolean') return value ? words.drawings.on : words.drawings.off;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return options[value] ?? value;
  if (value === null) return words.common.none;
  const parts = Array.isArray(value) ? value.map((part: Json) => valueInWords(part, speech, options)) : [];
  return parts.length > 0 ? items(parts) : words.common.none;
}
