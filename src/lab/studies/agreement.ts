import { rankCorrelation } from '../../data/rank-correlation';
import type { Settings } from '../../model/document/graph';
import { servedFields } from '../selection/field-costs';
import { settingsOf } from './drawing/field-towers';
import { ALL, COSTLY_TWIN, INFORMATIVE, NOISE, paintTowers, ROWS } from './drawing/paint-towers';
import { decide, type Claim } from './judging/claims';
import { ofArm, type StudyRun } from './judging/runs';
import { gateTimesNorm, permutationLosses } from './running/importance';
import { probeValues } from './running/outcome';
import type { Study } from './studies';

/** Trained with all fields, without gates: what shuffling and leaving out are held against. */
const PLAIN = 'all';
const GATES = 'gates with a price';
const [SE, COLD] = ['SE gate', 'COLD’s gate'];
const without = (field: string): string => `without ${field}`;
const worth = (field: string): string => `worth of ${field}`;
const VALIDATION = 'validation ndcg@10';
const SIDES = ['user', 'item'] as const;

/** Ways to say what a field is worth: of the runs of one seed, by field. */
const METHODS: Readonly<Record<string, (runs: readonly StudyRun[], field: string) => number | undefined>> = {
  'keep probability': (runs, field) => runs.find(({ arm }) => arm === GATES)?.measures[worth(field)],
  'SE gate x length': (runs, field) => runs.find(({ arm }) => arm === SE)?.measures[worth(field)],
  'COLD’s gate': (runs, field) => runs.find(({ arm }) => arm === COLD)?.measures[worth(field)],
  shuffling: (runs, field) => runs.find(({ arm }) => arm === PLAIN)?.measures[worth(field)],
  'training without it': (runs, field) => {
    const [whole, part] = [PLAIN, without(field)].map(
      (name) => runs.find(({ arm }) => arm === name)?.measures[VALIDATION],
    );
    return whole === undefined || part === undefined ? undefined : whole - part;
  },
};
const METHOD_NAMES = Object.keys(METHODS);
const PAIRS = METHOD_NAMES.flatMap((one, at) => METHOD_NAMES.slice(at + 1).map((other) => [one, other] as const));

/** Seed by seed; seeds of which a method does not know every field are left out. */
function bySeed<T>(
  all: readonly StudyRun[],
  methods: readonly string[],
  fields: readonly string[],
  of: (values: number[][]) => T,
): T[] {
  return ofArm(all, PLAIN).flatMap(({ seed }): T[] => {
    const runs = all.filter((run) => run.seed === seed);
    const values = methods.map((method) => fields.flatMap((field) => METHODS[method]!(runs, field) ?? []));
    return values.every((own) => own.length === fields.length) ? [of(values)] : [];
  });
}

/** They order the fields alike: the mean rank correlation over the seeds is above zero. */
const agrees =
  (one: string, other: string): Claim['judge'] =>
  (runs) => {
    // Who says the same of all fields agrees with nobody.
    const { verdict, numbers } = decide(bySeed(runs, [one, other], ALL, ([a, b]) => rankCorrelation(a!, b!) ?? 0));
    return { verdict, numbers: `rank correlation ${numbers}` };
  };

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

/** The least of what decides is above the most of what is noise. */
const tellsNoise =
  (method: string): Claim['judge'] =>
  (runs) =>
    decide(
      bySeed(
        runs,
        [method],
        [...INFORMATIVE, ...NOISE],
        ([own]) => least(own!.slice(0, INFORMATIVE.length)) - most(own!.slice(INFORMATIVE.length)),
      ),
    );

const searching = (settings: Settings): Settings => ({
  ...settings,
  stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 20 } }],
});

const agreement: Study = {
  id: 'agreement',
  question:
    'Do ways to say what a field is worth agree: gates with a price (FSCD), SE gates, COLD’s gates, shuffling a field, and training without it?',
  world: { id: 'paints', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 20 }),
  arms: {
    [PLAIN]: { budget: 'own', draw: paintTowers('All fields') },
    [GATES]: { budget: 'own', draw: paintTowers('Gates with a price', { gate: ROWS }), settings: searching },
    [SE]: { budget: 'own', draw: paintTowers('SE gates', { gate: 'SE' }) },
    [COLD]: { budget: 'own', draw: paintTowers('COLD’s gates', { gate: 'COLD' }) },
    ...Object.fromEntries(
      ALL.map((field) => [
        without(field),
        {
          budget: 'own' as const,
          draw: paintTowers(`Without ${field}`, { fields: ALL.filter((other) => other !== field) }),
        },
      ]),
    ),
  },
  budget: null,
  compare: [],
  async measure({ arm, trained: [trained] }) {
    const values = new Map<string, number>();
    if (arm === GATES)
      for (const { field, keep } of await servedFields(trained!.model)) if (keep !== null) values.set(field, keep);
    if (arm === PLAIN) for (const [field, loss] of await permutationLosses(trained!, ALL)) values.set(field, loss);
    for (const side of arm === SE || arm === COLD ? SIDES : [])
      if (arm === SE)
        for (const [field, value] of await gateTimesNorm(trained!, `${side}-gate`)) values.set(field, value);
      else
        for (const [key, gate] of Object.entries(probeValues(trained!, `${side}-gate/gate`)))
          values.set(key.slice(`${side}-gate/gate/`.length), gate);
    return Object.fromEntries([...values].map(([field, value]) => [worth(field), value]));
  },
  claims: [
    ...METHOD_NAMES.map((method) => ({
      text: `By ${method}, every field that decides is above every noise field.`,
      judge: tellsNoise(method),
    })),
    ...PAIRS.map(([one, other]) => ({
      text: `By ${one} and by ${other}, the fields are ordered alike.`,
      judge: agrees(one, other),
    })),
    {
      text: 'A field that another one repeats is worth more by shuffling than by training without it.',
      judge: (runs) =>
        decide(
          bySeed(runs, ['shuffling', 'training without it'], ['finish', COSTLY_TWIN], ([shuffled, left]) =>
            shuffled!.reduce((sum, value, at) => sum + (value - left![at]!) / 2, 0),
          ),
        ),
    },
  ],
};
export default agreement;
