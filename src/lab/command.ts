/** What one may ask of the lab: a file in `commands/` for each question, with its types and its answer. */
import type { LabHost } from './host';
import type { Answer, Ask, Commands } from './protocol';

export interface Command<K extends keyof Commands> {
  id: K;
  answer(host: LabHost, ask: Ask<K>): Promise<Answer<K>> | Answer<K>;
}

/** @param id the name of the file, under which the file adds the types of question and answer to `Commands` */
export const command = <K extends keyof Commands>(id: K, answer: Command<K>['answer']): Command<K> => ({ id, answer });
