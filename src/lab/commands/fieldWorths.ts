import { fieldWorths, type FieldWorths } from '../selection/field-worth';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * What each field costs and is worth, with the weights at rest: on the validation part, `repeats`
     * times shuffled.
     */
    fieldWorths: [{ repeats?: number | undefined }, FieldWorths];
  }
}

export default command('fieldWorths', (host, { repeats }) =>
  host.atRest((model, watch) => fieldWorths(model, { repeats, series: host.keeper.current?.series ?? [] }, watch)),
);
