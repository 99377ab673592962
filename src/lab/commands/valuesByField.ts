import { valuesByField, type ValuesByField } from '../evaluate/values-by-field';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * A live value by row (`key` of its probe), split by a category, by the length of a text or, without a field, by
     * how many events are known of the row: those before a user's moment, those of an item in the training part.
     */
    valuesByField: [{ key: string; field: string | null }, ValuesByField];
  }
}

export default command('valuesByField', (host, { key, field }) =>
  host.waits.newest(`values ${key}`, (watch) => valuesByField(host.needModel(), key, field, watch)),
);
