/** The five rows of the reference page: which log, what its columns mean, and what the page's own two-tower reached. */
import { join } from 'node:path';
import { DEFAULT_PROTOCOL, type Protocol } from '../../../data/dataset';
import type { Roles, TableColumn } from '../../../data/table';
import { Sources, type Loaded } from '../../../lab/loading/sources';
import { openFile } from '../../input';
import { UsageError } from '../../usage-error';
import type { Trial } from './trials';

export interface StudySet {
  id: string;
  folder: string;
  where: string;
  /** The log has rows that were shown and not taken: those that `where` leaves out. */
  shown?: true;
  log: Roles['log'];
  items: NonNullable<Roles['items']>;
  users: Roles['users'];
  /** HR@10 and NDCG@10 of the PyTorch model of the reference page: ids only, one seed. */
  pytorch: readonly [hr: number, ndcg: number];
}

const logOf = (time: string): Roles['log'] => [
  { column: 'user_id', role: 'user' },
  { column: 'item_id', role: 'item' },
  { column: time, role: 'time' },
];
const id = (column: string): TableColumn => ({ column, role: 'id' });
const categorical = (column: string): TableColumn => ({ column, role: 'field', encoding: 'categorical' });
const words = (column: string): TableColumn => ({ column, role: 'field', encoding: 'words' });
const genres: TableColumn = { column: 'genres', role: 'field', encoding: 'bag', separator: '|' };

const KUAIRAND = {
  folder: 'kuairand-pure-slice',
  shown: true,
  log: logOf('timestamp_ms'),
  items: [id('item_id'), categorical('author_id'), categorical('tag')],
  users: [
    id('user_id'),
    ...[
      'user_active_degree',
      'is_lowactive_period',
      'is_live_streamer',
      'is_video_author',
      'follow_user_num_range',
      'fans_user_num_range',
      'friend_user_num_range',
      'register_days_range',
    ].map(categorical),
  ],
} satisfies Partial<StudySet>;

export const STUDY_SETS: readonly StudySet[] = [
  {
    id: 'ml-latest-small',
    folder: 'ml-latest-small',
    where: '',
    pytorch: [0.1475, 0.0663],
    log: logOf('timestamp'),
    items: [id('item_id'), words('title'), genres],
    users: null,
  },
  {
    id: 'movietweetings-100k',
    folder: 'movietweetings-100k',
    where: '',
    pytorch: [0.1768, 0.0948],
    log: logOf('timestamp'),
    items: [id('item_id'), words('title'), { column: 'release_year', role: 'field', encoding: 'buckets' }, genres],
    users: null,
  },
  {
    id: 'online-retail purchase',
    folder: 'online-retail-uci',
    where: 'behavior=purchase',
    pytorch: [0.2669, 0.0494],
    log: logOf('timestamp'),
    items: [id('item_id'), words('title'), { column: 'price', role: 'field', encoding: 'buckets' }],
    users: [id('user_id'), categorical('country')],
  },
  { id: 'kuairand click', where: 'is_click=1', pytorch: [0.0468, 0.0243], ...KUAIRAND },
  { id: 'kuairand long view', where: 'long_view=1', pytorch: [0.0487, 0.0248], ...KUAIRAND },
];

/**
 * @param known those of the study
 * @throws UsageError listing them
 */
export function setsOf(ids: string | undefined, known: readonly StudySet[]): readonly StudySet[] {
  return (
    ids?.split(',').map((id) => {
      const set = known.find((own) => own.id === id);
      if (!set)
        throw new UsageError(`--sets: unknown log "${id}"; the logs are ${known.map((own) => own.id).join(', ')}`);
      return set;
    }) ?? known
  );
}

/**
 * @param variant `guessed`: all columns in the roles that `train` takes them in where nothing is said of them
 * @param datasets the folder of `--datasets`
 * @param protocol what differs from the default one
 */
export async function loadSet(
  { folder, log, items, users }: StudySet,
  variant: Trial['variant'] | 'guessed',
  datasets: string,
  protocol: Partial<Protocol>,
): Promise<Loaded> {
  const never = new AbortController().signal;
  const open = (name: string) => openFile('--datasets', join(datasets, folder, name));
  const wantsFields = variant !== 'ids';
  const files = {
    log: await open('interactions.csv'),
    items: wantsFields ? await open('items.csv') : null,
    users: wantsFields && users ? await open('users.csv') : null,
  };
  const roles: Roles = { log, items: wantsFields ? items : null, users: wantsFields ? users : null };
  const sources = new Sources();
  const preview = await sources.preview({ files, dialects: {} }, never, () => undefined);
  const own = variant === 'guessed' ? preview.roles : roles;
  return sources.load(
    { kind: 'files', roles: own, protocol: { ...DEFAULT_PROTOCOL, ...protocol } },
    never,
    () => undefined,
  );
}
