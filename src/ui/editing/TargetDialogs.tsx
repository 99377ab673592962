/** What is dragged, chosen from lists instead: where a block goes, a field, an end of an edge. */
import type { GraphEdge } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import { embeds, fieldOf } from '../../model/edits/fields';
import type { Speech } from '../../words/words';
import { choicesFor } from '../editor/choices';
import { blockName } from '../editor/sentences';
import { verdictOn } from '../editor/targets';
import type { Drawing, Target, Thing } from '../editor/things';
import { useSpeech } from '../lab';
import { Chooser } from './Chooser';
import type { Choice } from './matching';
import { nodeName } from './named';

interface Props {
  drawing: Drawing;
  take(thing: Thing, target: Target): void;
  close(): void;
}
interface Drop {
  choice: Choice;
  thing: Thing;
  target: Target;
}

/** Every legal drop of a thing, in a group of its own where one is named, which is found by its name then. */
const dropsOf = (drawing: Drawing, thing: Thing, speech: Speech, group?: string): Drop[] =>
  choicesFor(drawing, thing, speech).map(({ target, ...choice }) => ({
    choice:
      group === undefined
        ? choice
        : { ...choice, id: `${group} ${choice.id}`, group, search: `${choice.search ?? ''} ${group}` },
    thing,
    target,
  }));

export function AddTo({ drawing, block, take, close }: Props & { block: string }) {
  const speech = useSpeech();
  const title = speech.fill(speech.words.editing.addToTitle, { block: blockName(block, speech) });
  return (
    <DropChooser title={title} drops={dropsOf(drawing, { kind: 'block', block }, speech)} take={take} close={close} />
  );
}

/** Both ends of an edge, and the way to cut it. */
export function Reconnect({ drawing, edge, take, close }: Props & { edge: GraphEdge }) {
  const speech = useSpeech();
  const { ends, reconnectTitle } = speech.words.editing;
  const name = (id: string): string => nodeName(drawing.graph, id, speech);
  const drops = (['from', 'to'] as const).flatMap((end) =>
    dropsOf(drawing, { kind: 'edge-end', edge, end }, speech, ends[end]),
  );
  const isCut = ({ target }: Drop): boolean => target.kind === 'void';
  const cut = drops.find(isCut);
  return (
    <DropChooser
      title={speech.fill(reconnectTitle, { from: name(edge.from.node), to: name(edge.to.node) })}
      drops={[
        ...drops.filter((drop) => !isCut(drop)),
        ...(cut ? [{ ...cut, choice: { ...cut.choice, group: ends.cut } }] : []),
      ]}
      take={take}
      close={close}
    />
  );
}

/** Every field of a node, and where each may go. */
export function MoveField({ drawing, node, take, close }: Props & { node: string }) {
  const speech = useSpeech();
  const { graph } = drawing;
  const drops = (embeds(nodeById(graph, node))?.ids ?? []).flatMap((table) => {
    const field = fieldOf(graph, table);
    return field === undefined ? [] : dropsOf(drawing, { kind: 'field', field, at: { node, table } }, speech, field);
  });
  const title = speech.fill(speech.words.editing.moveFieldTitle, { node: nodeName(graph, node, speech) });
  return <DropChooser title={title} drops={drops} take={take} close={close} />;
}

/** Every field of the data that a node may embed and does not yet. */
export function AddField({ drawing, node, take, close }: Props & { node: string }) {
  const speech = useSpeech();
  const target: Target = { kind: 'fields', node };
  const drops = drawing.fields.flatMap(({ name, owner }): Drop[] => {
    const thing: Thing = { kind: 'field', field: name, at: null };
    if (!verdictOn(drawing, thing, target).legal) return [];
    return [{ choice: { id: name, title: name, about: '', group: speech.words.editing.owner[owner] }, thing, target }];
  });
  const title = speech.fill(speech.words.editing.addFieldTitle, { node: nodeName(drawing.graph, node, speech) });
  return <DropChooser title={title} drops={drops} take={take} close={close} />;
}

function DropChooser({
  title,
  drops,
  take,
  close,
}: Pick<Props, 'take' | 'close'> & { title: string; drops: readonly Drop[] }) {
  const { words } = useSpeech();
  return (
    <Chooser
      title={title}
      hint={words.editing.search}
      choices={drops.map(({ choice }) => choice)}
      choose={(id) => {
        const chosen = drops.find(({ choice }) => choice.id === id);
        if (chosen) take(chosen.thing, chosen.target);
      }}
      close={close}
    />
  );
}
