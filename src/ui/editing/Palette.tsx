/** The palette: every block that fits a place, by family. The place is offered around the selected node, the nearest first. */
import { useMemo, useState } from 'react';
import { findBlock, knownBlocks } from '../../model/blocks/blocks';
import type { AnyBlock } from '../../model/block';
import { fitAt, placesAt, type Place } from '../../model/edits/nodes';
import type { TowerGraph } from '../../model/graph';
import { nodeById } from '../../model/graph-edits';
import { useSpeech } from '../lab';
import { portName } from '../../words/ports';
import type { Speech } from '../../words/words';
import { Chooser, type Choice } from './Chooser';
import { nodeName } from './named';

const FAMILIES: readonly AnyBlock['family'][] = ['input', 'sequence', 'gate', 'channel', 'fusion', 'regulariser', 'match', 'objective'];

const ANYWHERE: Place = { kind: 'alone', side: 'user' };

/** Blocks that fit a place, in the order of families. */
function blocksAt(graph: TowerGraph, place: Place, { words, language }: Speech): Choice[] {
  const fitting = knownBlocks().flatMap((id) => {
    const block = findBlock(id);
    const fit = block && fitAt(graph, place, block);
    return block && fit ? [{ block, side: fit.side }] : [];
  });
  return FAMILIES.flatMap((family) =>
    fitting.filter(({ block }) => block.family === family).map(({ block, side }) => ({
      id: block.id,
      title: block.words[language].title,
      about: block.words[language].about,
      group: words.editing.family[family],
      side,
      // Paper names are typed in either language.
      search: `${block.id} ${block.words.en.title} ${block.words.zh.title} ${block.words[language].about}`,
    })),
  );
}

interface Props { graph: TowerGraph; add(place: Place, block: string): void; close(): void }

export function Palette({ graph, node, add, close }: Props & { node: string | null }) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.editing;
  const name = (id: string): string => nodeName(graph, id, speech);
  const places = useMemo(() => placesAt(graph, node).filter((place) => place.kind === 'alone' || blocksAt(graph, place, speech).length > 0), [graph, node, speech]);
  const [at, setAt] = useState(0);
  const place = places[at] ?? ANYWHERE;
  const choices = useMemo(() => blocksAt(graph, place, speech), [graph, place, speech]);
  const said = (one: Place): string => {
    switch (one.kind) {
      case 'between': return fill(w.place.between, { from: name(one.edge.from.node), to: name(one.edge.to.node) });
      case 'after': return speech.line(fill(w.place.after, { node: name(one.from.node) }), outputOf(graph, one.from, speech));
      case 'into': return fill(w.place.into, { node: name(one.to.node), input: portName(one.to.input, speech) });
      case 'instead': return name(one.node);
      case 'alone': return w.place.alone[one.side];
    }
  };
  return (
    <Chooser
      title={w.add}
      hint={w.searchHint}
      choices={choices}
      choose={(block) => add(place, block)}
      close={close}
      head={
        <label className="chooser-where">
          <span>{w.where}</span>
          <select value={at} onChange={(event) => setAt(Number(event.target.value))}>
            {places.map((one, i) => (
              <option key={i} value={i}>
                {said(one)}
              </option>
            ))}
          </select>
        </label>
      }
    />
  );
}

/** Blocks that could take a node's place with all its edges. */
export function ChangePalette({ graph, node, add, close }: Props & { node: string }) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const place: Place = { kind: 'instead', node };
  return (
    <Chooser
      title={fill(words.editing.changeTitle, { node: nodeName(graph, node, speech) })}
      hint={words.editing.searchHint}
      choices={blocksAt(graph, place, speech)}
      choose={(block) => add(place, block)}
      close={close}
    />
  );
}

/** Which output, where the node has several that can be read. */
function outputOf(graph: TowerGraph, { node, output }: { node: string; output: string }, speech: Speech): string {
  const outputs = Object.entries(findBlock(nodeById(graph, node)?.block ?? '')?.outputs ?? {}).filter(([, kind]) => kind !== 'internal');
  return outputs.length > 1 ? speech.fill(speech.words.editing.outputOf, { output: portName(output, speech) }) : '';
}

