/** The records: what stands on the sleeve, and who sat at the mixing desk, which does not. */
import { createRandom, type Random } from '../../random';
import { pick, weighted } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';

export interface Record {
  id: string;
  title: string;
  genre: string;
  decade: string;
  format: string;
  /** Noise. */
  pressing: string;
  /** Noise. */
  sleeve: string;
  /** Hidden: the engineer who made it sound as it does. */
  engineer: number;
  /** Hidden: popularity, Zipf. */
  appeal: number;
}

export const GENRES = ['jazz', 'soul', 'folk', 'dub', 'electronic', 'psychedelic rock', 'bossa nova', 'afrobeat'];
const DECADES = ['the sixties', 'the seventies', 'the eighties', 'the nineties', 'this century'];
const FORMATS = ['long-player', 'ten-inch', 'twelve-inch single', 'box set'];
const PRESSINGS = ['Lisbon', 'Manchester', 'Kingston', 'Osaka', 'Lagos', 'Hamburg'];
const SLEEVES = ['gatefold', 'plain card', 'die-cut', 'printed inner', 'poly only'];
const ZIPF = 0.7;
/** An engineer made about this many of the records in the shop. */
const RECORDS_PER_ENGINEER = 10;

const list = (text: string): string[] => text.split(' ');
const SLOTS: Slots = {
  tone: list(
    'amber blue broken bright copper distant early electric faded gentle golden hidden hollow inner late liquid lonely lunar narrow new northern open pale quiet rising scarlet secret silent silver slow solar southern strange sudden tender velvet violet wandering western wild',
  ),
  thing: list(
    'airfield almanac arcade avenue balcony barometer bridge canal carousel ceremony circuit clockwork coastline compass corridor current daydream dynamo ember engine estuary fountain garden gramophone harbour horizon island kingdom lantern letter lighthouse meridian mirage monsoon motel orchard parade passage planetarium radio railway reservoir rooftop season shoreline signal skyline staircase station telegram terrace tide transistor valley vineyard weather windmill',
  ),
  folk: list(
    'brothers collective conspiracy ensemble family five four orchestra players quartet quintet rhythm serenaders sisters society strings trio union',
  ),
  place: list(
    'Belém Brixton Coimbra Dakar Fez Havana Ibadan Kyoto Leipzig Lima Montreux Naples Oslo Recife Salvador Tangier Trieste Turin Valparaíso Zanzibar',
  ),
};
const TITLES = [
  '{tone} {thing}',
  '{thing} in {place}',
  'the {tone} {folk}',
  '{tone} {folk} live in {place}',
  '{thing} and {thing}',
  'letters from {place}: the {thing}',
];

export function recordCount(events: number): number {
  return Math.round(Math.min(800, 800 * (events / 30_000) ** 0.5));
}

export const engineerCount = (records: number): number => Math.max(10, Math.round(records / RECORDS_PER_ENGINEER));

export function makeRecords(seed: number, count: number): Record[] {
  const random = createRandom(seed, 'records', 'shelves');
  const engineers = engineerCount(count);
  const taken = new Set<string>();
  const places = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  return Array.from({ length: count }, (_, i): Record => ({
    ...titled(random, taken),
    genre: pick(random, GENRES),
    decade: pick(random, DECADES),
    format: FORMATS[weighted(random, [6, 1.5, 3, 0.5])]!,
    pressing: pick(random, PRESSINGS),
    sleeve: pick(random, SLEEVES),
    engineer: i % engineers,
    appeal: 1 / (places[i]! + 1) ** ZIPF,
  }));
}

function titled(random: Random, taken: Set<string>): { id: string; title: string } {
  for (;;) {
    const title = titleCase(phrase(random, pick(random, TITLES), SLOTS));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
