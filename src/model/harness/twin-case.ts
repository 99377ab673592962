/** For tests: a trial as trials.py reads it, which runs the twin in PyTorch on it. */
import { withDefaults } from '../document/params';
import { twins } from '../run/abilities/abilities';
import { pack, packAll, type Packed } from '../torch/packed';
import { plainPairs } from './pairs';
import { history, HISTORY, ROWS, SEED, STEP, type Named } from './rows';
import { columnOf, COLUMNS } from './schema';
import { textOf, type Trial } from './trial';

const packNamed = (named: Named): Record<string, Packed> =>
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
    leaves: packNamed(trial.leaves),
    constants: packNamed(trial.constants),
    cotangents: packNamed(trial.cotangents),
    history: packNamed(full),
    ...Object.fromEntries(twins.flatMap(([name, { alone }]) => (alone ? [[name, packAll(alone(ROWS))]] : []))),
    pairs: packAll(plainPairs(trial)),
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
