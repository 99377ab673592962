/** What a person asks weights at rest. */
import type { Bench } from './bench';
import type { RankerChoice } from './run';

export function questionActions(bench: Bench) {
  const { run } = bench;
  return {
    /** Tests the weights as they stand. */
    async evaluate(): Promise<void> {
      const evaluated = await bench.tryAsk('evaluate', {});
      if (evaluated) run.setState({ evaluated });
    },
    /** Splits a sample of scores by the channels of the user's tower. */
    async splitByChannel(): Promise<void> {
      const channelParts = await bench.tryAsk('channelParts', {});
      if (channelParts) run.setState({ channelParts });
    },
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
    async shuffleFields(): Promise<void> {
      const fieldWorths = await bench.tryAsk('fieldWorths', {});
      if (fieldWorths) run.setState({ fieldWorths });
    },
    /** Bad cases by title, with the weights of the moment. */
    async sampleBadCases(): Promise<void> {
      const badCases = await bench.tryAsk('badCases', {});
      if (badCases) run.setState({ badCases });
    },
    /** Gives up the question to weights at rest that is under way. */
    async cancelQuestion(): Promise<void> {
      await bench.tryAsk('cancel', { wait: 'evaluation' });
    },
  };
}
