/** Which ready-made towers the document began as, and what has become of them since. */
import { useMemo } from 'react';
import { findBlock } from '../model/nodes/registry';
import { driftFrom, type Drift } from '../model/edits/drift';
import { presetOf, type Preset } from '../model/presets/presets';
import type { Speech } from '../words/words';
import { useData, useDocument } from './lab';

export interface Origin {
  preset: Preset;
  /** Null while the towers are the ready-made ones for the loaded data. */
  drift: Drift | null;
}

/** Null where the towers began as none of the ready-made ones. */
export function useOrigin(): Origin | null {
  const graph = useDocument()?.graph;
  const summary = useData((data) => data.summary);
  const preset = graph && presetOf(graph);
  const made = useMemo(() => (preset && summary ? preset.build(summary).graph : null), [preset, summary]);
  return useMemo(
    () => (preset && made && graph ? { preset, drift: driftFrom(made, graph) } : null),
    [preset, made, graph],
  );
}

/** 'SE gate, 2 × Concat' */
export function blocksInWords(ids: readonly string[], { language, line, fill, words }: Speech): string {
  return line(
    ...[...new Set(ids)].map((id) => {
      const n = ids.filter((other) => other === id).length;
      const title = findBlock(id)?.words[language].title ?? id;
      return n === 1 ? title : fill(words.preset.times, { n, title });
    }),
  );
}

/** '+ SE gate − Dropout': a short form for where the title stands. */
export function driftInShort({ added, removed }: Drift, speech: Speech): string {
  const { preset } = speech.words;
  const said = [
    ...(added.length > 0 ? [speech.fill(preset.plus, { blocks: blocksInWords(added, speech) })] : []),
    ...(removed.length > 0 ? [speech.fill(preset.minus, { blocks: blocksInWords(removed, speech) })] : []),
  ];
  return said.length > 0 ? said.join(' ') : preset.changed;
}

export function driftInFull({ added, removed }: Drift, speech: Speech): string {
  const { preset } = speech.words;
  return speech.sentences(
    added.length > 0 ? speech.fill(preset.added, { blocks: blocksInWords(added, speech) }) : '',
    removed.length > 0 ? speech.fill(preset.removed, { blocks: blocksInWords(removed, speech) }) : '',
    added.length + removed.length === 0 ? preset.otherwise : '',
  );
}
