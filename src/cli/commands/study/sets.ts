/** The five rows of the reference page: which log, what its columns mean, and what the page's own two-tower reached. */
import type { Roles, TableColumn } from '../../../data/table';

export interface StudySet {
  id: string;
  folder: string;
  where: string;
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
};

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
