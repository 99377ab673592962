/** Finding a user by id or title among all of the data set; who was chosen is known to all panels. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FoundUser } from '../../../lab/loading/describe-data';
import { useBench, useData, useView } from '../../lab';

const FOUND_LIMIT = 200;
const NOBODY = { users: [], matches: 0 };

/** Those found last, and the one who is chosen: at first the one of another panel, or the first. */
export interface UserSearch {
  found: readonly FoundUser[];
  /** How many there are, found and not listed. */
  matches: number;
  /** By its row; null before the first answer, and without users. */
  user: number | null;
  /** Null: nobody among them. */
  choose(user: number | null): void;
  /** To the user so many places on among those found, around their end. */
  move(by: number): void;
  search(query: string): Promise<readonly FoundUser[]>;
}

export function useUserSearch(): UserSearch {
  const bench = useBench();
  const [found, setFound] = useState<readonly FoundUser[]>([]);
  const [matches, setMatches] = useState(0);
  const data = useData(({ summary }) => summary?.fingerprint ?? '');
  const asked = useView((view) => (view.asked?.data === data ? view.asked.user : null));
  const [user, setUser] = useState<number | null>(asked);
  const searches = useRef(0);

  const search = useCallback(
    async (query: string) => {
      const mine = ++searches.current;
      const { users, matches } = (await bench.ask('findUsers', { text: query, limit: FOUND_LIMIT })) ?? NOBODY;
      // An older answer must not overwrite a newer one.
      if (mine === searches.current) {
        setFound(users);
        setMatches(matches);
      }
      return users;
    },
    [bench],
  );
  useEffect(() => {
    void search('').then((users) => setUser((chosen) => chosen ?? users[0]?.user ?? null));
  }, [search]);

  const choose = (chosen: number | null): void => {
    setUser(chosen);
    if (chosen !== null) bench.view.setState({ asked: { data, user: chosen } });
  };
  const move = (by: number): void => {
    const at = found.findIndex((candidate) => candidate.user === user);
    const next = found[(at + by + found.length) % found.length];
    if (next) choose(next.user);
  };
  return { found, matches, user, choose, move, search };
}

/** Snapshots have this person's lists and vectors from now on. */
export function useWatched(user: number | null): void {
  const { watch } = useBench();
  useEffect(() => {
    if (user !== null) void watch(user);
  }, [watch, user]);
}
