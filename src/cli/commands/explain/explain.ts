/** `explain`: why an item has its score with a user, or with a person who is made up. */
import type { TowerGraph } from '../../../model/document/graph';
import { nodeById } from '../../../model/document/graph-edits';
import { findBlock } from '../../../model/nodes/registry';
import type { Explanation } from '../../../lab/evaluate/explain';
import { SPLITS, splitRows } from '../../../words/why';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { itemOf, whoIsAsked } from '../../person';
import { showProgress } from '../../progress';
import { speech } from '../../speech';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

const { words } = speech;

export async function explain({ lab }: Opened, flags: Flags): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset, run } = await importInto(lab, flags, 'lab explain');
    const user = await whoIsAsked(lab, flags);
    const item = await itemOf(lab, flags.item!, '--item');
    const found = await lab.ask('explain', { user, item, interest: null });
    endProgress();
    print(flags.json ? jsonOf({ ...found, ...dataset.told }) : textOf(explanationTable(found, run.graph)));
  } finally {
    endProgress();
  }
}

export function explanationTable(found: Explanation, graph: TowerGraph): string[] {
  const { title, note, score, interest } = found;
  return [
    [title, note].filter((text) => text !== '').join(' · '),
    `${words.why.score}: ${score.toFixed(4)}`,
    ...(interest === null ? [] : [speech.fill(words.why.interest, { n: interest + 1 })]),
    ...SPLITS.flatMap((by) => {
      const split = found[by];
      if (!split) return [];
      const rows = splitRows(by, split, (node) => titleOf(graph, node), speech);
      return [
        '',
        words.why.by[by],
        ...alignColumns(rows.map(({ name, value }) => [name, value.toFixed(4)])),
        words.why.method[split.method],
      ];
    }),
  ];
}

/** The title of a node's block, and which node it is. */
function titleOf(graph: TowerGraph, id: string): string {
  const block = findBlock(nodeById(graph, id)?.block ?? '');
  const title = block && words.blocks[block.id]?.title;
  return title === undefined ? id : speech.fill(words.editing.node, { title, id });
}
