/** Which ready-made towers the document began as, and what has become of them since. */
import { useMemo } from 'react';
import { findBlock } from '../model/nodes/registry';
import { changesFrom, type Changes } from '../model/edits/changes-from';
import type { TowerGraph } from '../model/document/graph';
import { presetOf, type Preset } from '../model/presets/presets';
import type { Speech } from '../words/words';
import { useData } from './lab';

export interface Origin {
  preset: Preset;
  /** Null while the towers are the ready-made ones for the loaded data. */
  changes: Changes | null;
  /** The title that the preset gave the graph. */
  title: string;
}

/** Null where the graph was made from no preset. */
export function useOrigin(graph: TowerGraph | undefined): Origin | null {
  const schema = useData((data) => data.summary?.schema);
  const preset = graph && presetOf(graph);
  const made = useMemo(() => (preset && schema ? preset.build(schema).graph : null), [preset, schema]);
  return useMemo(
    () => (preset && made && graph ? { preset, changes: changesFrom(made, graph), title: made.title } : null),
    [preset, made, graph],
  );
}

/** The title of the preset in the person's language; a title of the person's own stays as it is. */
export const titleInWords = (title: string, origin: Omit<Origin, 'changes'> | null, { words }: Speech): string =>
  origin?.title === title ? (words.presets[origin.preset.id]?.title ?? title) : title;

/** 'SE gate, 2 × Concat' */
export function blocksInWords(ids: readonly string[], { line, fill, words }: Speech): string {
  return line(
    ...[...new Set(ids)].map((id) => {
      const n = ids.filter((other) => other === id).length;
      const title = words.blocks[findBlock(id)?.id ?? id]?.title ?? id;
      return n === 1 ? title : fill(words.preset.times, { n, title });
    }),
  );
}

/** What towers are called, and what was made of those they began as. A title of the person's own stays as it is. */
export function useTowersTitle(graph: TowerGraph | undefined, speech: Speech): { name: string; changes: string } {
  const origin = useOrigin(graph);
  return {
    name: graph ? titleInWords(graph.title, origin, speech) : '',
    changes: origin?.changes ? changesInShort(origin.changes, speech) : '',
  };
}

/** '+ SE gate − Dropout': a short form for where the title stands. */
export function changesInShort({ added, removed }: Changes, speech: Speech): string {
  const { preset } = speech.words;
  const parts = [
    ...(added.length > 0 ? [speech.fill(preset.plus, { blocks: blocksInWords(added, speech) })] : []),
    ...(removed.length > 0 ? [speech.fill(preset.minus, { blocks: blocksInWords(removed, speech) })] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : preset.changed;
}

export function changesInFull({ added, removed }: Changes, speech: Speech): string {
  const { preset } = speech.words;
  return speech.sentences(
    added.length > 0 ? speech.fill(preset.added, { blocks: blocksInWords(added, speech) }) : '',
    removed.length > 0 ? speech.fill(preset.removed, { blocks: blocksInWords(removed, speech) }) : '',
    added.length + removed.length === 0 ? preset.otherwise : '',
  );
}
