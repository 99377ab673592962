import { ClickRates, NUMBERS_OF_RATE } from '../../../data/click-rates';
import type { Tensor2D } from '../../../engine/tf';
import type { ClickRateRequest } from '../../blocks/block';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { clickRatesOf } from '../../nodes/click-rates';
import { pairNumbers } from '../feed/pair-numbers';
import { batchRates, readRates } from '../feed/pair-rates';
import { ability, absent } from './ability';

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

/** As its buffer is called, and what is drawn for a block alone. */
const keyOf = ({ prior }: ClickRateRequest): string => `click rates at ${prior}`;

export default ability('clickRates', {
  feed: ({ compiled, dataset, rows }) =>
    pairNumbers(
      clickRatesOf(compiled.graph).map((request) => {
        const rates = ClickRates.of(dataset);
        return {
          key: keyOf(request),
          name: keyOf(request),
          width: NUMBERS_OF_RATE,
          count: (given, values) => readRates(rates, given, request, values),
        };
      }),
      rows.item,
    ),
  give:
    ({ node }, feed) =>
    (request) =>
      feed?.of(keyOf(request)) ?? absent(`"${node.id}" reads click rates and does not say so in \`clickRates\``),
  alone:
    ({ pairs, uniform }) =>
    (request) =>
      uniform(keyOf(request), [pairs, NUMBERS_OF_RATE]) as Tensor2D,
  twin: {
    read: (graph, dataset, batch) =>
      Object.fromEntries(
        clickRatesOf(graph).map((request) => {
          const values = batchRates(dataset, batch, request);
          return [request.prior, { values, shape: [values.length / NUMBERS_OF_RATE, NUMBERS_OF_RATE] }];
        }),
      ),
  },
});
