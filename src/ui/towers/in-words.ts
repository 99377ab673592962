/** What saved towers were made from, in words. */
import { preset, presets } from '../../model/presets/presets';
import type { SavedTowers } from '../../lab/towers/saved';
import type { Speech } from '../../words/words';
import { changesInFull, changesInShort } from '../origin';

function baseOf({ from }: SavedTowers, { words, fill }: Speech): string {
  if (!from) return '';
  if ('run' in from.base) return fill(words.drawings.runCalled, { title: from.base.run });
  const id = from.base.preset;
  // A preset may be no more.
  return words.presets[id]?.title ?? (presets.has(id) ? preset(id).title : id);
}

/** 'Mine (SENet two towers + Dropout)', for a line of a list. */
export function savedInShort(saved: SavedTowers, speech: Speech): string {
  const base = baseOf(saved, speech);
  if (base === '' || !saved.from) return saved.name;
  const { changes } = saved.from;
  const from = changes ? `${base} ${changesInShort(changes, speech)}` : base;
  return speech.fill(speech.words.drawings.option, { name: saved.name, from });
}

/** 'SENet two towers: Added: Dropout.' */
export function madeFrom(saved: SavedTowers, speech: Speech): string {
  const { words, fill } = speech;
  if (!saved.from) return words.preset.ownAbout;
  const { changes } = saved.from;
  const base = baseOf(saved, speech);
  return changes
    ? fill(words.drawings.made, { base, changes: changesInFull(changes, speech) })
    : fill(words.drawings.asMade, { base });
}
