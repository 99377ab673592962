/** `retrieve`: what exported weights show one user, beside what Popularity would have shown. */
import type { RankedItem, Retrieval } from '../../lab/protocol';
import { speak } from '../../words/words';
import { UsageError, type Flags } from '../arguments';
import type { Opened } from '../headless';
import { print } from '../output';
import { showProgress } from '../progress';
import { alignColumns } from '../report';
import { importInto } from './evaluate';

const SHOWN_HISTORY = 10;
const DEFAULT_K = 20;
const { words } = speak('en');

export async function retrieve({ lab }: Opened, flags: Flags): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    await importInto(lab, flags, 'lab retrieve');
    const wanted = flags.user!;
    const user = (await lab.ask('findUsers', { text: wanted, limit: Number.MAX_SAFE_INTEGER })).find(({ id }) => id === wanted);
    if (!user) throw new UsageError(`--user: the log has no user "${wanted}" that is left after its filters`);
    const retrieval = await lab.ask('retrieve', { user: user.user, k: flags.k ?? DEFAULT_K });
    endProgress();
    print(flags.json ? JSON.stringify(retrieval) : retrievalTable(retrieval));
  } finally {
    endProgress();
  }
}

export function retrievalTable({ userId, userTitle, history, targets, model, popularity }: Retrieval): string {
  const mark = ({ hit, seen }: RankedItem) => [hit ? words.retrieval.hit : '', seen ? words.retrieval.seen : ''].filter(Boolean).join(' ');
  const rows = model.map((item, i) => [String(i + 1), item.title, item.note, item.score.toFixed(4), mark(item), popularity[i]?.title ?? '', popularity[i] ? mark(popularity[i]) : '']);
  return [
    userTitle === userId ? userId : `${userId}: ${userTitle}`,
    `${words.retrieval.history}: ${history.slice(0, SHOWN_HISTORY).map(({ title }) => title).join(' · ') || words.retrieval.historyEmpty}`,
    `${words.retrieval.heldOut}: ${targets.map(({ title, rank }) => `${title} (rank ${rank})`).join(' · ') || words.common.none}`,
    '', alignColumns([['', words.retrieval.model, '', '', '', words.retrieval.popularity, ''], ...rows]),
  ].join('\n');
}
