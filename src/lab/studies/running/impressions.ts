/**
 * What a person was shown beside what he took, planted on the log of a world, with the scores of a teacher who knows
 * the world: worlds have rows of what was taken alone.
 */
import { buildDataset } from '../../../data/build-dataset';
import { DEFAULT_PROTOCOL } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import type { Table } from '../../../data/table';
import { tableFrom } from '../../../data/worlds/tables';
import type { GeneratedWorld, Truth } from '../../../data/worlds/world';
import { worldById } from '../../../data/worlds/worlds';
import type { Loaded } from '../../loading/sources';
import type { Study } from '../studies';

export interface Impressions {
  /** Rows beside each of the log: of the items that were not taken yet, each as likely as the next. */
  beside: number;
  /** Standard deviation of what the teacher is off by, in log-odds, the same for a person and an item at all times. */
  noise: number;
}

/** Column of the teacher's log-odds, up to a number for each row that they stand beside. */
export const TEACHER = 'teacher';
const TAKEN = 'taken';

/** Of every item of the truth, as it orders them; -Infinity of what was taken before. */
export type Teacher = (user: string, time: number) => Float64Array;

export const teacherOf =
  ({ items, score }: Pick<Truth, 'items' | 'score'>, seed: number, { noise }: Pick<Impressions, 'noise'>): Teacher =>
  (user, time) =>
    Float64Array.from(
      score(user, time),
      (chance, i) => Math.log(chance) + noise * createRandom(seed, 'teacher', user, items[i]!).normal(),
    );

/** The log with those rows, behind the one that they stand beside, at its moment. */
export function withImpressions({ log, truth, roles }: GeneratedWorld, seed: number, impressions: Impressions): Table {
  const random = createRandom(seed, 'impressions');
  const teacher = teacherOf(truth, seed, impressions);
  const cells = Object.fromEntries(
    log.columns.map(({ name, dictionary, codes }) => [name, Array.from(codes, (code) => dictionary[code]!)]),
  );
  const [user, item, time] = (['user', 'item', 'time'] as const).map(
    (role) => roles.log.find((known) => known.role === role)!.column,
  ) as [string, string, string];
  /** What was done with a row, which is known of those that were taken alone. */
  const outcomes = roles.log.flatMap(({ role, column }) => (['dwell', 'label'].includes(role) ? [column] : []));
  const places = new Map(truth.items.map((id, i) => [id, i]));
  const rows: Record<string, string[]> = Object.fromEntries(
    [...Object.keys(cells), TAKEN, TEACHER].map((name) => [name, []]),
  );
  for (let row = 0; row < log.rows; row++) {
    const scores = teacher(cells[user]![row]!, Date.parse(cells[time]![row]!));
    const own = places.get(cells[item]![row]!)!;
    const shown = new Set([own]);
    while (shown.size <= impressions.beside) {
      const other = random.below(scores.length);
      if (Number.isFinite(scores[other]!)) shown.add(other);
    }
    for (const place of shown) {
      const taken = place === own;
      for (const name of Object.keys(cells))
        rows[name]!.push(taken || !outcomes.includes(name) ? cells[name]![row]! : '0');
      if (!taken) rows[item]![rows[item]!.length - 1] = truth.items[place]!;
      rows[TAKEN]!.push(taken ? '1' : '0');
      rows[TEACHER]!.push(scores[place]!.toFixed(3));
    }
  }
  return tableFrom(log.fileName, rows);
}

/** A world of a study with what was shown: those rows are no positives. */
export async function loadShown(world: Study['world'], impressions: Impressions, seed: number): Promise<Loaded> {
  const generated = worldById(world.id).generate({ events: world.events, seed });
  const { items, users, roles, truth } = generated;
  const label = (column: string) => ({ column, role: 'label' }) as const;
  const built = await buildDataset({
    name: world.id,
    log: withImpressions(generated, seed, impressions),
    items,
    users,
    roles: { ...roles, log: [...roles.log, label(TAKEN), label(TEACHER)] },
    protocol: { ...DEFAULT_PROTOCOL, positives: `${TAKEN}=1`, split: world.split ?? DEFAULT_PROTOCOL.split },
    seed,
  });
  const source = { kind: 'world', id: world.id, events: world.events, seed } as const;
  return { source, files: null, ...built, truth };
}
