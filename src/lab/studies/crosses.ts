import type { Draft, Wire } from '../../model/presets/drawing/draft';
import type { Schema } from '../../model/document/schema';
import { drawFieldTowers, leftOf, settingsOf } from './drawing/field-towers';
import { anyBeats, beats } from './judging/claims';
import { probeValues } from './running/outcome';
import type { Study } from './studies';

const FINAL = 32;
const TEMPERATURE = 0.1;

/** The crossed fields alone: words of a title would tell one garment from another. */
const FIELDS = ['trade', 'city', 'born_in', 'colour', 'cut', 'fabric'];
const reads = (field: string): boolean => FIELDS.includes(field);

/** A channel: what it makes of its own embedded fields, then one hidden layer and the final one. */
type Channel = 'mlp' | 'dcn' | 'fm' | 'cin';
const CHANNELS: readonly Channel[] = ['mlp', 'dcn', 'fm', 'cin'];

/** Widths of tables, of the hidden layer and of the final one; feature maps of each of the two layers of a CIN. */
interface Size {
  width: number;
  hidden: number;
  final: number;
  maps: number;
}
const SIZE: Size = { width: 16, hidden: 64, final: FINAL, maps: 16 };

/** @param tables what the channel reads */
function drawChannel(
  draft: Draft,
  side: 'user' | 'item',
  tables: readonly string[],
  channel: Channel,
  place: number,
  { hidden, final, maps }: Size,
): Wire[0] {
  const [name, x] = [(node: string) => `${side}-${channel}-${node}`, leftOf(side) + 150 * place];
  draft.add(name('fields'), 'fields', side, [x, 760], { tables });
  const read: Wire = [`${name('fields')}.fields`, channel === 'mlp' || channel === 'dcn' ? 'parts' : 'fields'];
  if (channel === 'mlp' || channel === 'dcn') draft.add(name('concat'), 'concat', side, [x, 640], {}, [read]);
  if (channel === 'dcn')
    draft.add(name('cross'), 'dcn', side, [x, 520], { version: 'v2', layers: 2 }, [
      [`${name('concat')}.vector`, 'vector'],
    ]);
  if (channel === 'fm') draft.add(name('cross'), 'fm', side, [x, 520], {}, [read]);
  if (channel === 'cin')
    draft.add(name('cross'), 'cin', side, [x, 520], { layers: [maps, maps], activation: 'identity' }, [read]);
  const below = channel === 'mlp' ? name('concat') : name('cross');
  draft.add(name('head'), 'mlp', side, [x, 400], { widths: [hidden, final], activation: 'relu', lastLinear: true }, [
    [`${below}.vector`, 'vector'],
  ]);
  return `${name('head')}.vector`;
}

/**
 * Of parallel channels, and of retrievals that are merged. Each has a quarter of the final width and of the hidden
 * units of a single tower, and half of its maps: with all of them four channels would leave the budget hardly any
 * embedding.
 */
const SHARE: Size = { width: 8, hidden: 16, final: FINAL / CHANNELS.length, maps: 8 };
/**
 * One set of tables for all channels instead of one for each. They are drawn wider, so that beside hidden layers nearly
 * as wide the same parameters are spent.
 */
const SHARED: Size = { ...SHARE, width: 11 };

const single =
  (channel: Channel, size = SIZE) =>
  (schema: Schema) =>
    drawFieldTowers(schema, { title: channel, temperature: TEMPERATURE, reads }, (draft, side, fields) =>
      drawChannel(draft, side, draft.addTables(fields, size.width, `${channel}-`), channel, 0, size),
    );

const parallel =
  (title: string, size: Size, { isShared }: { isShared: boolean }) =>
  (schema: Schema) =>
    drawFieldTowers(schema, { title, temperature: TEMPERATURE, coefficients: 'part', reads }, (draft, side, fields) => {
      const shared = isShared ? draft.addTables(fields, size.width) : null;
      const heads = CHANNELS.map((channel, place) =>
        drawChannel(draft, side, shared ?? draft.addTables(fields, size.width, `${channel}-`), channel, place, size),
      );
      draft.add(
        `${side}-channels`,
        'concat',
        side,
        [leftOf(side) + 225, 250],
        {},
        heads.map((head) => [head, 'parts'] as const),
      );
      return `${side}-channels.vector`;
    });

const crosses: Study = {
  id: 'crosses',
  question:
    'At the budget of one MLP, do explicit crosses find what only combinations of fields reveal? Do parallel towers beat four separately trained retrievals, and do separate embeddings per channel beat shared ones?',
  world: { id: 'crosses', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 5, maxEpochs: 40 }),
  arms: {
    mlp: { budget: 'own', draw: single('mlp') },
    dcn: { budget: 'equal', draw: single('dcn') },
    fm: { budget: 'equal', draw: single('fm') },
    cin: { budget: 'equal', draw: single('cin') },
    parallel: { budget: 'equal', draw: parallel('Parallel', SHARE, { isShared: false }) },
    'shared embeddings': { budget: 'equal', draw: parallel('Parallel, shared embeddings', SHARED, { isShared: true }) },
    'larger mlp': { budget: 'own', draw: single('mlp', { ...SIZE, width: 32, hidden: 256 }) },
    'four retrievals': {
      budget: 'equal',
      retrievals: Object.fromEntries(CHANNELS.map((channel) => [channel, single(channel, SHARE)])),
    },
  },
  budget: 'mlp',
  compare: [
    ['dcn', 'mlp'],
    ['fm', 'mlp'],
    ['cin', 'mlp'],
    ['parallel', 'mlp'],
    ['shared embeddings', 'mlp'],
    ['four retrievals', 'mlp'],
    ['larger mlp', 'mlp'],
    ['parallel', 'shared embeddings'],
    ['parallel', 'four retrievals'],
  ],
  measure: ({ weights, trained }) =>
    Promise.resolve({
      ...Object.fromEntries((weights ?? []).map((weight, c) => [`weight of ${trained[c]!.name}`, weight])),
      ...probeValues(trained[0]!, 'match/coefficient'),
      ...probeValues(trained[0]!, 'match/contribution'),
    }),
  claims: [
    {
      text: 'At least one of DCN, FM and CIN beats the MLP of equal budget and final width.',
      judge: anyBeats(['dcn', 'fm', 'cin'], 'mlp'),
    },
    {
      text: 'Parallel towers with separate embeddings per channel beat those with shared embeddings, at equal budget.',
      judge: beats('parallel', 'shared embeddings'),
    },
    {
      text: 'Parallel towers beat four separately trained and merged retrievals, at equal budget.',
      judge: beats('parallel', 'four retrievals'),
    },
  ],
};
export default crosses;
