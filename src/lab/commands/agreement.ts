import { agreementWithColumn, agreementWithModel, type Agreement } from '../agreement/agreement';
import { command } from '../command';
import { Stage } from '../funnel/stage';
import { weightsOf, type WeightsAsked } from '../runs/asked-weights';
import { asModel } from '../training/asked-model';

/** A model by its weights, or a column of the log with the scores of one, one of `scores` of the schema. */
export type RankerAsked = WeightsAsked | { column: string };

/** `step`: steps that the weights had seen. */
export type AgreementFound = Agreement & { step: number };

declare module '../protocol' {
  interface Commands {
    /** How far the weights at rest agree with a ranker over the test part, beside the hits of both. */
    agreement: [{ ranker: RankerAsked }, AgreementFound];
  }
}

export default command('agreement', (host, { ranker: asked }) =>
  host.atRest(async (model, watch) => {
    const { dataset, serving, step } = model;
    const stage = new Stage(serving);
    try {
      if ('column' in asked) return { ...(await agreementWithColumn(dataset, stage, asked.column, watch)), step };
      // Of the run that rests, where it is asked for, the weights as they are.
      await host.runner.training?.keep();
      const weights = await weightsOf(host, asked, dataset, async () => watch.signal.throwIfAborted());
      return await asModel(weights, dataset, async ({ serving: other }) => {
        const ranker = new Stage(other);
        try {
          return { ...(await agreementWithModel(dataset, stage, ranker, weights.title, watch)), step };
        } finally {
          ranker.dispose();
        }
      });
    } finally {
      stage.dispose();
    }
  }),
);
