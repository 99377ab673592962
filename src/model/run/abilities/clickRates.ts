import { ClickRates, NUMBERS } from '../../../data/click-rates';
import type { Dataset } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { priorsOf } from '../../nodes/click-rates';
import { batchRates, readRates } from '../feed/pair-rates';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface ClickRateRequest {
    /** Impressions at the mean rate that are added to those of each item. */
    prior: number;
  }
  interface Context {
    /** [P, 2] of every pair: see `click-rate`. Not differentiated. */
    clickRates(request: ClickRateRequest): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.clickRates`. */
    clickRates?(params: ParamValues<P>): ClickRateRequest;
  }
}

class Rates implements Feed {
  private readonly rates: ClickRates;
  private readonly read: ReadonlyMap<number, { values: Float32Array; storage: Storage }>;

  /** @param pairs P */
  constructor(priors: readonly number[], dataset: Dataset, pairs: number) {
    this.rates = ClickRates.of(dataset);
    this.read = new Map(
      priors.map((prior) => [
        prior,
        {
          values: new Float32Array(pairs * NUMBERS),
          storage: Storage.create(`click rates at ${prior}`, [pairs, NUMBERS], 'float32'),
        },
      ]),
    );
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const [prior, { values }] of this.read) readRates(this.rates, { user, item }, prior, values);
  }

  submit(): void {
    for (const { storage, values } of this.read.values()) storage.write(values);
  }

  of(prior: number): Tensor2D {
    const found = this.read.get(prior) ?? absent(`no click rates at ${prior}`);
    return found.storage.tensor as Tensor2D;
  }

  dispose(): void {
    for (const { storage } of this.read.values()) storage.dispose();
  }
}

export default ability('clickRates', {
  feed({ compiled, dataset, rows }) {
    const priors = priorsOf(compiled.graph);
    return priors.length === 0 ? null : new Rates(priors, dataset, rows.item);
  },
  give:
    ({ node }, feed) =>
    ({ prior }) =>
      (feed ?? absent(`"${node.id}" reads click rates and does not say so in \`clickRates\``)).of(prior),
  alone:
    ({ pairs, uniform }) =>
    ({ prior }) =>
      uniform(`click rates at ${prior}`, [pairs, NUMBERS]) as Tensor2D,
  twin: {
    read: (graph, dataset, batch) =>
      Object.fromEntries(
        priorsOf(graph).map((prior) => {
          const values = batchRates(dataset, batch, prior);
          return [prior, { values, shape: [values.length / NUMBERS, NUMBERS] }];
        }),
      ),
  },
});
