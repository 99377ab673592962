/** What a person asks weights at rest. */
import type { Bench } from './bench';
import type { Answer, Ask } from '../protocol';
import type { AskedOfWeights, RankerChoice, RunState, SplitBy, SplitValues } from './run';

export function questionActions(bench: Bench) {
  const { run } = bench;
  /** What was found before stays where nothing is found. */
  async function ask<Q extends AskedOfWeights>(
    question: Q,
    given: Ask<Q>,
    kept: (answer: Answer<Q>) => Partial<RunState>,
  ): Promise<void> {
    run.setState(({ asking }) => ({ asking: [...asking, question] }));
    const answer = await bench.tryAsk(question, given);
    run.setState(({ asking }) => ({ asking: asking.filter((one) => one !== question), ...(answer && kept(answer)) }));
  }
  const setSplit = (key: string, split: SplitValues): void =>
    run.setState(({ splits }) => ({ splits: { ...splits, [key]: split } }));
  /** Gives up the live values by field that are asked for. @param key of their probe */
  const cancelValues = (key: string): void => void bench.tryAsk('cancel', { wait: `values ${key}` });
  return {
    cancelValues,
    /** Splits a live value of the moment; null: whole again. @param key of its probe */
    async splitValues(key: string, by: SplitBy | null): Promise<void> {
      const before = run.getState().splits[key]?.found ?? null;
      setSplit(key, { asked: by, found: by && before });
      if (!by) return cancelValues(key);
      const found = await bench.tryAsk('valuesByField', { key, ...by });
      // Something else is asked meanwhile, or the weights are others.
      if (run.getState().splits[key]?.asked === by) setSplit(key, { asked: null, found: found ?? before });
    },
    /** Tests the weights as they stand. */
    evaluate: (): Promise<void> => ask('evaluate', {}, (evaluated) => ({ evaluated })),
    /** What the lists of interests are like over all tested users. */
    testAllUsers: (asked: Ask<'evaluateByInterest'>): Promise<void> =>
      ask('evaluateByInterest', asked, (interestsOverall) => ({ interestsOverall })),
    /** Splits a sample of scores by the channels of the user's tower. */
    splitByChannel: (): Promise<void> => ask('channelParts', {}, (channelParts) => ({ channelParts })),
    /** How far the weights at rest agree with a ranker. What was found before stays where nothing is found. */
    async compareWithRanker(ranker: RankerChoice): Promise<void> {
      const asked = { ranker, found: null };
      const { agreement: before } = run.getState();
      run.setState({ agreement: asked });
      const found = await bench.tryAsk('agreement', { ranker });
      // Of another run nothing is wanted any more.
      if (run.getState().agreement === asked) run.setState({ agreement: found ? { ranker, found } : before });
    },
    /** What each field is worth: the weights at rest are tested with it shuffled. */
    shuffleFields: (): Promise<void> => ask('fieldWorths', {}, (fieldWorths) => ({ fieldWorths })),
    /** Bad cases by title, with the weights of the moment. */
    sampleBadCases: (): Promise<void> => ask('badCases', {}, (badCases) => ({ badCases })),
    /** By which the scores of the run's teacher became log-odds: once for all of its steps. */
    async learnScaling(): Promise<void> {
      const { id } = run.getState();
      const teacherScaling = await bench.tryAsk('teacherScaling', {});
      if (run.getState().id === id) run.setState({ teacherScaling });
    },
    /** Gives up the question to weights at rest that is under way. */
    async cancelQuestion(): Promise<void> {
      await bench.tryAsk('cancel', { wait: 'evaluation' });
    },
  };
}
