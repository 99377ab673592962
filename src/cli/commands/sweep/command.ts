import { valuesIn } from '../../../lab/sweeps/sweep';
import type { Json } from '../../../model/document/graph';
import { defineCommand } from '../../command';
import { DATA_FLAGS, type Flag } from '../../flags';
import { UsageError } from '../../usage-error';

const MOST_SEED = 0xffff_ffff;

const seeds: Flag<readonly number[]> = {
  value: 'N,N,…',
  about: 'seeds to train with, one run for each (that of the settings)',
  read(given, flag) {
    const parts = given.split(',').map((part) => part.trim());
    if (!parts.every((part) => /^\d+$/.test(part) && Number(part) <= MOST_SEED))
      throw new UsageError(`${flag}: got "${given}", takes whole numbers from 0 to ${MOST_SEED} with commas between`);
    return [...new Set(parts.map(Number))];
  },
};

const vary: Flag<{ name: string; values: readonly Json[] }> = {
  value: 'NODE.PARAM=A,B,…',
  about:
    'what to vary, over which values: a parameter of a node, a setting, e.g. learningRate=0.001,0.01, or without=nothing,FIELD,… to leave fields out',
  read(given, flag) {
    const [, name, list = ''] = /^([\w.-]+)=(.+)$/.exec(given) ?? [];
    const values = valuesIn(list);
    if (name === undefined || values.length < 2)
      throw new UsageError(`${flag}: got "${given}", takes NODE.PARAM=A,B,… or SETTING=A,B,… with two values or more`);
    return { name, values };
  },
};

export default defineCommand({
  id: 'sweep',
  place: 11,
  about: 'trains one model over several seeds, or over values of a parameter or a setting, and compares the runs',
  flags: [
    ...DATA_FLAGS,
    'preset',
    'graph',
    'params',
    'epochs',
    'steps',
    'batch',
    'dim',
    'user-id',
    'recent-popularity',
    'teacher',
    'lr',
    'table-precision',
    'baselines',
    'device',
    'run-dir',
    'json',
  ],
  own: { seeds, vary },
  needs: [],
  operand: null,
  run: async ({ flags, own, openLab }) => (await import('./sweep')).sweep(openLab, flags, own),
});
