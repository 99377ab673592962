/** For tests: a trial as trials.py reads it, which runs the twin in PyTorch on it. */
import { withDefaults } from '../document/params';
import { pack, type Packed } from '../torch/packed';
import { packedPairs } from './pairs';
import { HASHES, history, HISTORY, ROWS, SEED, STEP, type Named } from './rows';
import { columnOf, COLUMNS } from './schema';
import { textOf, type Trial } from './trial';

const packAll = (named: Named): Record<string, Packed> =>
  Object.fromEntries(Object.entries(named).map(([name, { data, shape }]) => [name, pack(data, shape)]));

/** The trial for trials.py. */
export function trialCase(trial: Trial) {
  const full = history(HISTORY);
  const text = textOf(trial.block, withDefaults(trial.block.params, trial.params));
  return {
    node: trial.node,
    seed: SEED,
    step: STEP,
    training: trial.training,
    leaves: packAll(trial.leaves),
    constants: packAll(trial.constants),
    cotangents: packAll(trial.cotangents),
    history: packAll(full),
    hash: pack(HASHES, [ROWS]),
    pairs: packedPairs(trial),
    tokens: packAll(text ? { mask: text } : {}),
    columns: Object.fromEntries(
      Object.keys(COLUMNS).map((field) => [
        field,
        [pack(Uint32Array.from(columnOf(field)), [ROWS, 1]), pack(new Float32Array(ROWS).fill(1), [ROWS, 1])],
      ]),
    ),
  };
}
