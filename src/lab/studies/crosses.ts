import type { Draft, Wire } from '../../model/presets/drawing/draft';
import type { Schema } from '../../model/schema';
import { drawFieldTowers, leftOf, settingsOf } from './drawing/field-towers';
import { anyBeats } from './judging/claims';
import type { Study } from './studies';

const WIDTH = 16;
const HIDDEN = 64;
const FINAL = 32;
const TEMPERATURE = 0.1;

/** A channel: what it makes of its own embedded fields, then one hidden layer and the final one. */
type Channel = 'mlp' | 'dcn' | 'fm' | 'cin';
const CHANNELS: readonly Channel[] = ['mlp', 'dcn', 'fm', 'cin'];

function drawChannel(draft: Draft, side: 'user' | 'item', fields: readonly string[], channel: Channel, place: number, final: number): Wire[0] {
  const [name, x] = [(node: string) => `${side}-${channel}-${node}`, leftOf(side) + 150 * place];
  draft.add(name('fields'), 'fields', side, [x, 760], { tables: draft.addTables(fields, WIDTH, `${channel}-`) });
  const read: Wire = [`${name('fields')}.fields`, channel === 'mlp' || channel === 'dcn' ? 'parts' : 'fields'];
  if (channel === 'mlp' || channel === 'dcn') draft.add(name('concat'), 'concat', side, [x, 640], {}, [read]);
  if (channel === 'dcn') draft.add(name('cross'), 'dcn', side, [x, 520], { version: 'v2', layers: 2 }, [[`${name('concat')}.vector`, 'vector']]);
  if (channel === 'fm') draft.add(name('cross'), 'fm', side, [x, 520], {}, [read]);
  if (channel === 'cin') draft.add(name('cross'), 'cin', side, [x, 520], { layers: [16, 16], activation: 'identity' }, [read]);
  const below = channel === 'mlp' ? name('concat') : name('cross');
  draft.add(name('head'), 'mlp', side, [x, 400], { widths: [HIDDEN, final], activation: 'relu', lastLinear: true }, [[`${below}.vector`, 'vector']]);
  return `${name('head')}.vector`;
}

const single = (channel: Channel, final = FINAL) => (schema: Schema) =>
  drawFieldTowers(schema, { title: channel, temperature: TEMPERATURE }, (draft, side, fields) => drawChannel(draft, side, fields, channel, 0, final));

const parallel = (schema: Schema) =>
  drawFieldTowers(schema, { title: 'Parallel', temperature: TEMPERATURE, coefficients: 'part' }, (draft, side, fields) => {
    const heads = CHANNELS.map((channel, place) => drawChannel(draft, side, fields, channel, place, FINAL / CHANNELS.length));
    draft.add(`${side}-channels`, 'concat', side, [leftOf(side) + 225, 250], {}, heads.map((head) => [head, 'parts'] as const));
    return `${side}-channels.vector`;
  });

const crosses: Study = {
  id: 'crosses',
  question: 'Do explicit crosses find what lies in combinations of fields only, at the budget of one MLP? And do parallel towers find more than four retrievals trained apart?',
  world: { id: 'crosses', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 1e-2, { patience: 6, maxEpochs: 30 }),
  arms: {
    mlp: { budget: 'own', draw: single('mlp') },
    dcn: { budget: 'equal', draw: single('dcn') },
    fm: { budget: 'equal', draw: single('fm') },
    cin: { budget: 'equal', draw: single('cin') },
    parallel: { budget: 'equal', draw: parallel },
    'four retrievals': { budget: 'equal', retrievals: Object.fromEntries(CHANNELS.map((channel) => [channel, single(channel, FINAL / CHANNELS.length)])) },
  },
  budget: 'mlp',
  compare: [['dcn', 'mlp'], ['fm', 'mlp'], ['cin', 'mlp'], ['parallel', 'mlp'], ['parallel', 'four retrievals']],
  measure: ({ weights, trained }) => Promise.resolve(Object.fromEntries((weights ?? []).map((weight, c) => [`weight of ${trained[c]!.name}`, weight]))),
  claims: [{ text: 'At least one of DCN, FM and CIN beats the MLP of equal budget and final width.', judge: anyBeats(['dcn', 'fm', 'cin'], 'mlp') }],
};
export default crosses;
