import { FIRST_VALUE } from '../../data/dataset';
import { rankCorrelation } from '../../data/rank-correlation';
import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { settingsOf } from './drawing/field-towers';
import { costsNothing, measureAbove, standsAbove } from './judging/claims';
import type { Outcome } from './running/outcome';
import { probeByTarget } from './running/probe-by-target';
import type { Draw, Study } from './studies';

const WIDTH = 16;
const HIDDEN = 64;
const FINAL = 32;
/** The visible kind of a customer. Every channel sees it: the fusion has nothing else to decide by. */
const KIND = 'custom';

/**
 * Channels by the names the world has for what it planted; each with the field it is made from, the first from the
 * history.
 */
const SOURCES = { grower: null, wish: 'wish', table: 'table_laid' } as const;
type Channel = keyof typeof SOURCES;
const CHANNELS = Object.keys(SOURCES) as Channel[];
type Fusion = 'attention' | 'concat' | 'sum' | 'mean';

/**
 * Channels of length one, so that shares are all that decides between them, then a fusion; a single channel stands for
 * itself.
 */
const draw =
  (used: readonly Channel[], fusion: Fusion | null): Draw =>
  (schema) => {
    const draft = new Draft();
    const item = fieldsOf(schema, 'item');
    const [itemId, itemFields] = [draft.addTables(item.id, WIDTH), draft.addTables(item.others, WIDTH)];
    draft.add('kind', 'fields', 'user', [-180, 640], { tables: draft.addTables([KIND], WIDTH / 2) });
    const channels = used.map((name, place): Wire => {
      const x = 200 * place;
      const field = SOURCES[name];
      if (field === null) {
        draft.add('history', 'history', 'user', [x, 880], {
          tables: [...itemId, ...itemFields],
          length: 20,
          dropout: 0.1,
        });
        draft.add('pool', 'pool', 'user', [x, 760], { by: 'mean' }, [['history.sequence', 'sequence']]);
      } else {
        draft.add(`${name}-field`, 'fields', 'user', [x, 760], { tables: draft.addTables([field], WIDTH) });
      }
      draft.add(`${name}-parts`, 'concat', 'user', [x, 550], {}, [
        [field === null ? 'pool.vector' : `${name}-field.fields`, 'parts'],
        ['kind.fields', 'parts'],
      ]);
      draft.add(`${name}-mlp`, 'mlp', 'user', [x, 460], { widths: [HIDDEN, FINAL] }, [
        [`${name}-parts.vector`, 'vector'],
      ]);
      draft.add(name, 'l2-normalise', 'user', [x, 370], {}, [[`${name}-mlp.vector`, 'vector']]);
      return [`${name}.vector`, 'channels'];
    });
    let top = channels[0]![0];
    if (fusion === 'attention') draft.add('fusion', 'attention-fusion', 'user', [200, 280], {}, channels);
    if (fusion === 'sum' || fusion === 'mean')
      draft.add('fusion', 'fuse', 'user', [200, 280], { by: fusion }, channels);
    if (fusion === 'concat') {
      draft.add(
        'beside',
        'concat',
        'user',
        [200, 280],
        {},
        channels.map(([from]): Wire => [from, 'parts']),
      );
      draft.add('fusion', 'mlp', 'user', [200, 190], { widths: [HIDDEN, FINAL] }, [['beside.vector', 'vector']]);
    }
    if (fusion !== null) top = 'fusion.vector';
    draft.add('item-id', 'fields', 'item', [700, 640], { tables: itemId });
    draft.add('item-fields', 'fields', 'item', [880, 640], { tables: itemFields });
    draft.add('item-parts', 'concat', 'item', [790, 550], {}, [
      ['item-id.fields', 'parts'],
      ['item-fields.fields', 'parts'],
    ]);
    draft.add('item-mlp', 'mlp', 'item', [790, 460], { widths: [HIDDEN, FINAL] }, [['item-parts.vector', 'vector']]);
    draft.add('match', 'match', 'match', [420, 95], {}, [
      [top, 'user'],
      ['item-mlp.vector', 'item'],
    ]);
    draft.add('softmax', 'in-batch-softmax', 'objective', [420, 0], {}, [['match.pairing', 'pairing']]);
    return draft.graph(fusion ?? used.join(' and '));
  };

const KINDS = ['faithful', 'asks for advice', 'looks around'] as const;
/**
 * What decides for each kind: said again here to be claimed; the shares themselves are compared with the truth of the
 * world.
 */
const DECIDES: Readonly<Record<(typeof KINDS)[number], Channel>> = {
  faithful: 'grower',
  'asks for advice': 'wish',
  'looks around': 'table',
};
const shareOf = (channel: string, kind: string): string => `share of ${channel}, ${kind}`;
const AGREEMENT = 'rank correlation with the planted shares';

/**
 * Mean share of each channel over the test users of each kind, and how far their order is that of the planted shares,
 * all nine together.
 */
async function shares({ trained, loaded: { dataset, truth } }: Outcome): Promise<Record<string, number>> {
  const { model } = trained[0]!;
  if (!model.compiled.probes.some(({ key }) => key === 'fusion/share')) return {};
  const { test } = dataset.split;
  const { labels, values } = await probeByTarget(model, test, 'fusion/share');
  const field = dataset.fields.find(({ name }) => name === KIND)!;
  const kinds = test.map(({ user }) => field.vocabulary[field.ids[user]! - FIRST_VALUE]);
  const cells = KINDS.flatMap((kind) =>
    labels.map((channel, c) => {
      const rows = test.flatMap((_, t) => (kinds[t] === kind ? [t] : []));
      const mean = (of: (t: number) => number): number => rows.reduce((sum, t) => sum + of(t), 0) / rows.length;
      const planted = mean(
        (t) => truth!.interests(dataset.users[test[t]!.user]!).find(({ interest }) => interest === channel)!.share,
      );
      return { name: shareOf(channel, kind), learnt: mean((t) => values[t]![c]!), planted };
    }),
  );
  return {
    ...Object.fromEntries(cells.map(({ name, learnt }) => [name, learnt])),
    // Shares that are all equal have no order, so none of the planted ones.
    [AGREEMENT]:
      rankCorrelation(
        cells.map(({ learnt }) => learnt),
        cells.map(({ planted }) => planted),
      ) ?? 0,
  };
}

const fusion: Study = {
  id: 'fusion',
  question:
    'Do the weights of an attention fusion show which channel is useful for whom, and does it retrieve as well as fusions without such weights?',
  world: { id: 'teashop', events: 24_000, seed: 'run' },
  settings: () => ({
    ...settingsOf(256, 2e-3, { patience: 4, maxEpochs: 20 }),
    stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 20 } }],
  }),
  arms: {
    attention: { budget: 'own', draw: draw(CHANNELS, 'attention') },
    'concat + MLP': { budget: 'equal', draw: draw(CHANNELS, 'concat') },
    sum: { budget: 'equal', draw: draw(CHANNELS, 'sum') },
    mean: { budget: 'equal', draw: draw(CHANNELS, 'mean') },
    'history alone': { budget: 'equal', draw: draw(['grower'], null) },
    'wish alone': { budget: 'equal', draw: draw(['wish'], null) },
    'table alone': { budget: 'equal', draw: draw(['table'], null) },
  },
  budget: 'attention',
  compare: [
    ['attention', 'concat + MLP'],
    ['attention', 'sum'],
    ['attention', 'mean'],
  ],
  measure: shares,
  // Under a cosine sum and mean are one function: what differs between their runs is what rounding alone can do.
  claims: [
    ...KINDS.map((kind) => ({
      text: `For customers of the kind "${kind}" the largest weight is that of ${DECIDES[kind]}, as planted.`,
      judge: standsAbove(
        'attention',
        [shareOf(DECIDES[kind], kind)],
        CHANNELS.filter((channel) => channel !== DECIDES[kind]).map((channel) => shareOf(channel, kind)),
      ),
    })),
    {
      text: 'Across kinds and channels, the order of the mean weights matches the planted one (rank correlation above one half).',
      judge: measureAbove('attention', AGREEMENT, 0.5),
    },
    {
      text: 'Attention fusion retrieves no worse than the sum of the channels.',
      judge: costsNothing('attention', 'sum'),
    },
    {
      text: 'Attention fusion retrieves no worse than the mean of the channels.',
      judge: costsNothing('attention', 'mean'),
    },
  ],
};
export default fusion;
