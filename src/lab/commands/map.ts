import { itemMap, type ItemMap, type MapQuestion } from '../evaluate/item-map';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** Items in the plane, a person among them, and the neighbours of an item, with the weights as they stand. */
    map: [MapQuestion, ItemMap];
  }
}

export default command('map', (host, question) => itemMap(host.needModel(), question));
