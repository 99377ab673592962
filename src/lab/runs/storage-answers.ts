/** A storage that may never answer: a browser whose database does not open says neither yes nor no. */
import type { RunStorage } from './storage';

const ALIVE = 'alive';

/**
 * Until the storage has answered once, every question is refused that `patience` outlasts, and those after it at once;
 * whenever it answers after all, all is well. Later a question may take long, a large checkpoint say, as long as the
 * storage answers another one meanwhile.
 * @param patience resolves when it has been waited long enough for an answer
 */
export function storageThatAnswers(storage: RunStorage, patience: () => Promise<void>): RunStorage {
  let answers = false;
  let late = false;
  let outlasted: Promise<never> | null = null;
  const heard = (): typeof ALIVE => {
    answers = true;
    late = false;
    return ALIVE;
  };
  const refuse = (): never => {
    throw new DOMException('the storage does not answer', 'TimeoutError');
  };
  /** Rejects once neither the question nor a small one has an answer. */
  const silence = async (answer: Promise<unknown>): Promise<never> => {
    const question = { isOpen: true };
    const close = () => void (question.isOpen = false);
    answer.then(close, close);
    do {
      await patience();
    } while (question.isOpen && (await Promise.race([storage.last().then(heard, heard), patience()])) === ALIVE);
    if (question.isOpen) {
      answers = false;
      late = true;
      outlasted = null;
    }
    return refuse();
  };
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (answers) {
      const answer = ask();
      return Promise.race([answer, silence(answer)]);
    }
    // What is asked for would be kept in memory until there is an answer.
    if (late) refuse();
    outlasted ??= patience().then(() => {
      late = !answers;
      return refuse();
    });
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
