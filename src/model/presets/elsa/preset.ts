import { Draft } from '../drawing/draft';
import { fieldsOf, SOFTMAX, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** The whole past, or nearly so. */
const PAST = { length: 200, dropout: 0.3 };

/**
 * ELSA (Vancura et al., RecSys 2022), a linear autoencoder of low rank, as two towers: of x (A A^T - I), rows of A of
 * length one, x A is the sum of the vectors of the past items, and A the item tower. What - I takes away are the past
 * items themselves, which are no candidates. It learns to predict the next item by our softmax; the paper reconstructs
 * the past itself, by the squared error of normalised rows: so trained it is a baseline (`lab/rankers/elsa`).
 */
const elsa: Preset = {
  id: 'elsa',
  place: 14,
  title: 'ELSA',
  needs: 'time',
  build(schema, { width = widthFor(schema) } = {}) {
    const draft = new Draft();
    const tables = draft.addTables(fieldsOf(schema, 'item').id, width);
    draft.add('past', 'history', 'user', [180, 570], { tables, ...PAST });
    draft.add('unit-past', 'unit-events', 'user', [180, 475], {}, [['past.sequence', 'sequence']]);
    draft.add('user', 'pool', 'user', [180, 380], { by: 'mean' }, [['unit-past.sequence', 'sequence']]);
    draft.add('item-id', 'fields', 'item', [650, 475], { tables });
    draft.add('item', 'concat', 'item', [650, 380], {}, [['item-id.fields', 'parts']]);
    draft.add('match', 'match', 'match', [420, 285], { score: 'cosine', temperature: 0.07 }, [
      ['user.vector', 'user'],
      ['item.vector', 'item'],
    ]);
    draft.add('softmax', 'in-batch-softmax', 'objective', [420, 190], SOFTMAX, [['match.pairing', 'pairing']]);
    return { graph: draft.graph('ELSA'), settings: settingsFor(schema) };
  },
};
export default elsa;
