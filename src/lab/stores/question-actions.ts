/** What a person asks weights at rest. */
import type { Bench } from './bench';
import type { Answer } from '../protocol';
import type { AskedOfWeights, RankerChoice, RunState } from './run';

export function questionActions(bench: Bench) {
  const { run } = bench;
  /** What was found before stays where nothing is found. */
  async function ask<Q extends AskedOfWeights>(
    question: Q,
    kept: (answer: Answer<Q>) => Partial<RunState>,
  ): Promise<void> {
    run.setState(({ asking }) => ({ asking: [...asking, question] }));
    const answer = await bench.tryAsk(question, {});
    run.setState(({ asking }) => ({ asking: asking.filter((one) => one !== question), ...(answer && kept(answer)) }));
  }
  return {
    /** Tests the weights as they stand. */
    evaluate: (): Promise<void> => ask('evaluate', (evaluated) => ({ evaluated })),
    /** Splits a sample of scores by the channels of the user's tower. */
    splitByChannel: (): Promise<void> => ask('channelParts', (channelParts) => ({ channelParts })),
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
    shuffleFields: (): Promise<void> => ask('fieldWorths', (fieldWorths) => ({ fieldWorths })),
    /** Bad cases by title, with the weights of the moment. */
    sampleBadCases: (): Promise<void> => ask('badCases', (badCases) => ({ badCases })),
    /** Gives up the question to weights at rest that is under way. */
    async cancelQuestion(): Promise<void> {
      await bench.tryAsk('cancel', { wait: 'evaluation' });
    },
  };
}
