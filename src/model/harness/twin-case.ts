/** For tests: a case as cases.py reads it, which runs the twin in PyTorch on it. */
import { withDefaults } from '../document/params';
import { twins } from '../run/abilities/abilities';
import { pack, packAll, type Packed } from '../torch/packed';
import { plainPairs } from './pairs';
import { history, HISTORY, PAIRS, ROWS, SEED, STEP, type Named } from './rows';
import { columnOf, COLUMNS } from './schema';
import { textOf, type BlockCase } from './block-case';

const packNamed = (named: Named): Record<string, Packed> =>
  Object.fromEntries(Object.entries(named).map(([name, { data, shape }]) => [name, pack(data, shape)]));

/** The case for cases.py. */
export function packedCase(blockCase: BlockCase) {
  const full = history(HISTORY);
  const text = textOf(blockCase.block, withDefaults(blockCase.block.params, blockCase.params));
  return {
    node: blockCase.node,
    seed: SEED,
    step: STEP,
    training: blockCase.training,
    leaves: packNamed(blockCase.leaves),
    constants: packNamed(blockCase.constants),
    cotangents: packNamed(blockCase.cotangents),
    buffers: packNamed(blockCase.memory ? { memory: blockCase.memory } : {}),
    history: packNamed(full),
    ...Object.fromEntries(twins.flatMap(([name, { alone }]) => (alone ? [[name, packAll(alone(ROWS))]] : []))),
    pairs: packAll(plainPairs(blockCase)),
    pairRows: PAIRS,
    tokens: packNamed(text ? { mask: text } : {}),
    fields: Object.fromEntries(
      Object.keys(COLUMNS).map((field) => [
        field,
        {
          ids: pack(Uint32Array.from(columnOf(field)), [ROWS, 1]),
          weights: pack(new Float32Array(ROWS).fill(1), [ROWS, 1]),
        },
      ]),
    ),
  };
}
