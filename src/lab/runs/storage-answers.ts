/** A storage that may never answer: a browser whose database does not open says neither yes nor no. */
import type { RunStorage } from './storage';

/**
 * Until the storage has answered once, every question is refused that `patience` outlasts, and those after it at once;
 * whenever it answers after all, all is well.
 * @param patience resolves when it has been waited long enough for the first answer
 */
export function storageThatAnswers(storage: RunStorage, patience: () => Promise<void>): RunStorage {
  let answers = false;
  let late = false;
  let outlasted: Promise<never> | null = null;
  const refuse = (): never => {
    throw new DOMException('the storage does not answer', 'TimeoutError');
  };
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (answers) return ask();
    // What is asked for would be kept in memory until there is an answer.
    if (late) refuse();
    outlasted ??= patience().then(() => {
      late = !answers;
      return refuse();
    });
    const heard = () => {
      answers = true;
      late = false;
    };
    const answer = ask();
    answer.then(heard, heard);
    return Promise.race([answer, outlasted]);
  };
  return {
    list: () => asked(() => storage.list()),
    read: (run) => asked(() => storage.read(run)),
    write: (run, parts) => asked(() => storage.write(run, parts)),
    remove: (id) => asked(() => storage.remove(id)),
    last: () => asked(() => storage.last()),
    setLast: (id) => asked(() => storage.setLast(id)),
    limit: () => asked(() => storage.limit()),
  };
}
