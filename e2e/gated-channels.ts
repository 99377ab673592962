/**
 * What journeys build from an empty board, by mouse, by keys and by touch: in each tower an SE gate over the fields,
 * and two channels that a fusion weighs.
 */
import type { Page } from './lab';

export const FIELDS = { user: ['segment', 'age_band'], item: ['title words', 'subject'] } as const;

/** What a drawing is, wherever its nodes stand: by node its block, what each input reads in order, and its fields. */
export type Wired = Record<string, string>;

const tower = (side: 'user' | 'item'): Wired => ({
  [`${side}-fields`]: `fields of ${FIELDS[side].join(', ')}`,
  [`${side}-senet`]: `senet reads ${side}-fields`,
  [`${side}-concat`]: `concat reads ${side}-senet`,
  [`${side}-mlp`]: `mlp reads ${side}-concat`,
  // A channel put beside another one is a copy of it below its last block.
  [`${side}-fields-2`]: `fields of ${FIELDS[side].join(', ')}`,
  [`${side}-senet-2`]: `senet reads ${side}-fields-2`,
  [`${side}-concat-2`]: `concat reads ${side}-senet-2`,
  [`${side}-dcn`]: `dcn reads ${side}-concat-2`,
  [`${side}-mlp-2`]: `mlp reads ${side}-dcn`,
  [`${side}-attention-fusion`]: `attention-fusion reads ${side}-mlp, ${side}-mlp-2`,
});

export const gatedChannels: Wired = {
  match: 'match reads user-attention-fusion as user, item-attention-fusion as item',
  'in-batch-softmax': 'in-batch-softmax reads match',
  ...tower('user'),
  ...tower('item'),
};

/** The drawing of the page, as it copies itself: all nodes of the outline, picked and let go again. */
export async function wiredOn(page: Page): Promise<Wired> {
  await page.locator('[data-outline]').first().focus();
  await page.keyboard.press('ControlOrMeta+a');
  const text = await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    const copy = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(copy);
    return clipboardData.getData('text/plain');
  });
  await page.keyboard.press('Escape');
  return wiresOf((JSON.parse(text) as { graph: Graph }).graph);
}

interface Graph {
  nodes: { id: string; block: string; params: unknown }[];
  edges: { from: { node: string }; to: { node: string; input: string } }[];
  tables: { id: string; field: string }[];
}

function wiresOf({ nodes, edges, tables }: Graph): Wired {
  return Object.fromEntries(
    nodes.map(({ id, block, params }) => {
      const arriving = edges.filter(({ to }) => to.node === id);
      const isNamed = new Set(arriving.map(({ to }) => to.input)).size > 1;
      const reads = arriving.map(({ from, to }) => (isNamed ? `${from.node} as ${to.input}` : from.node));
      const known = JSON.stringify(params);
      const fields = tables.flatMap((table) => (known.includes(JSON.stringify(table.id)) ? [table.field] : []));
      const parts = [
        ...(fields.length > 0 ? [`of ${fields.join(', ')}`] : []),
        ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
      ];
      return [id, [block, ...parts].join(' ')];
    }),
  );
}
