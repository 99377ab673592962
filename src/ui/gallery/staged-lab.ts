/** A lab without a device: it has a generated log, answers what it is given to answer, and says what a state plays. */
import { Announcer } from '../../lab/announcer';
import { findUsers, summaryOf } from '../../lab/loading/describe-data';
import { LabRefusal, plainFailure } from '../../lab/failure';
import type { Answer, Ask, Commands, Events, Lab } from '../../lab/protocol';
import { Sources, type Loaded } from '../../lab/loading/sources';
import type { Answers, PanelScenes } from './scene';

export const SOURCE = { kind: 'world', id: 'bookshop', events: 2000, seed: 1 } as const;

let loaded: Promise<Loaded> | null = null;
/** The same for all stages of a page. */
const load = (): Promise<Loaded> => (loaded ??= new Sources().load(SOURCE, new AbortController().signal, () => {}));

export class StagedLab implements Lab {
  private constructor(
    readonly announcer: Announcer,
    private readonly answers: Answers,
  ) {}

  /** @param answers beside those to what every panel asks */
  static async open(answers: NonNullable<PanelScenes['answers']> = () => ({})): Promise<StagedLab> {
    const log = await load();
    const { dataset } = log;
    const announcer = new Announcer();
    return new StagedLab(announcer, {
      worlds: () => [{ id: SOURCE.id, events: SOURCE.events }],
      load: () => summaryOf(log),
      findUsers: ({ text, limit }) => findUsers(dataset, text, limit),
      start: () => ({}),
      watch: () => ({}),
      ...answers(dataset, () => announcer.last.step),
    });
  }

  async ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    const answer = this.answers[command];
    if (!answer)
      throw new LabRefusal(plainFailure('internal', { message: `the gallery has no answer to "${command}"` }));
    return answer(ask);
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    return this.announcer.on(type, listener);
  }

  dispose(): void {
    this.announcer.silence();
  }
}
