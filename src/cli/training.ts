/** From the flags to a document, and from a document to the figures of a finished run. */
import { basename } from 'node:path';
import { LabRefusal, plainFailure } from '../lab/failure';
import type { Events, Lab } from '../lab/protocol';
import { problemsOfCategories } from '../model/check/category-batches';
import type { Settings, TowerGraph } from '../model/document/graph';
import { endingAt } from '../model/document/graph-edits';
import type { Problem } from '../model/document/problem';
import type { Schema } from '../model/document/schema';
import { parseTowersOrGraph, type ReadTowers } from '../model/check/towers';
import { rebind } from '../model/edits/rebind';
import { withRecentPopularity } from '../model/presets/drawing/recent-popularity';
import { withTeacher } from '../model/edits/with-teacher';
import { withUserId } from '../model/presets/drawing/user-id';
import { presets } from '../model/presets/presets';
import { judge } from '../model/check/judge';
import { problemsOfUnread } from '../model/check/unread';
import { problemsOfSessions } from '../model/nodes/session-windows';
import { forbids, problemsOfStages } from '../model/nodes/stages';
import { problemSentence } from '../words/sentences';
import { speech } from './speech';
import type { Flags } from './flags';
import { UsageError } from './usage-error';
import { paramsText, withParams } from './block-params';
import { readJson } from './input';
import { base64Length } from '../lab/transfer/base64';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { RunAsked } from '../lab/runs/new-run';
import { weightsFile } from './weights-file';

export const DEFAULT_PRESET = 'two-tower';

export interface Chosen {
  preset: string | null;
  params: string | null;
  graph: TowerGraph;
  settings: Settings;
}

/** What the flags name, checked before any data is read. @throws UsageError, LabRefusal */
export function readChoice(flags: Flags): {
  preset: string;
  own: ReadTowers | null;
} {
  const preset = flags.preset ?? DEFAULT_PRESET;
  if (!presets.has(preset))
    throw new UsageError(`--preset: unknown preset "${preset}"; the presets are ${[...presets.keys()].join(', ')}`);
  return { preset, own: flags.graph === undefined ? null : readDocument(flags.graph) };
}

/** The preset for the loaded data or the person's own graph, with the settings the flags ask for. */
export async function chooseDocument(
  lab: Lab,
  { schema }: Pick<DatasetSummary, 'schema'>,
  flags: Flags,
): Promise<Chosen> {
  const { preset, own } = readChoice(flags);
  const ready = await lab.ask('preset', { id: preset, ...(flags.dim === undefined ? {} : { width: flags.dim }) });
  return {
    preset: own ? null : preset,
    params: flags.params ? paramsText(flags.params) : null,
    graph: changedGraph(own ? rebind(own.graph, own.fields, schema.fields) : ready.graph, schema, flags),
    settings: adjust(own?.settings ?? ready.settings, flags),
  };
}

/**
 * With the table of user ids, the recent popularity, the teacher and the values in its blocks that the flags ask for.
 * @throws UsageError
 */
export function changedGraph(
  graph: TowerGraph,
  schema: Pick<Schema, 'fields' | 'events' | 'items'>,
  {
    params,
    'user-id': userId,
    'recent-popularity': recent,
    teacher,
  }: Pick<Flags, 'params' | 'user-id' | 'recent-popularity' | 'teacher'>,
): TowerGraph {
  const read = userId === undefined ? graph : withUserId(graph, schema.fields, userId);
  if (!read) throw new UsageError('--user-id: the graph has no place for a user-id embedding, or has one already');
  const popular = recent ? withRecentPopularity(read, schema) : read;
  if (!popular)
    throw new UsageError(
      read.kind === 'ranker'
        ? '--recent-popularity needs two towers, and the graph is a ranker'
        : '--recent-popularity: no objective ranks by the score that is served, or the graph has it already',
    );
  const judged = teacher === undefined ? popular : withTeacher(popular, basename(teacher));
  if (!judged)
    throw new UsageError(
      '--teacher: no objective of the graph has a teacher; those of rankers and of the preset "mobius" do',
    );
  return withParams(judged, params);
}

/**
 * Towers, a graph, or a graph with its settings; a weights file is one of the latter.
 * @throws UsageError, LabRefusal
 */
function readDocument(path: string): ReadTowers {
  const read = parseTowersOrGraph(readJson('--graph', path));
  if (!read.ok) throw refusal(read.problems);
  return read.value;
}

const refusal = (problems: Problem[]) =>
  new LabRefusal({ ...plainFailure('document', { message: 'the graph file has problems' }), problems });

/** The weights that `--teacher` names, as a run is asked for with them. @throws UsageError */
export const teacherIn = async ({ teacher }: Pick<Flags, 'teacher'>): Promise<Pick<RunAsked, 'teacher'>> =>
  teacher === undefined ? {} : { teacher: await weightsFile('--teacher', teacher) };

/** Bytes of the weights file of a graph, before it is trained: those of its numbers, all but a little. */
export const weightsBytes = (graph: TowerGraph, { schema }: Pick<DatasetSummary, 'schema'>): number =>
  base64Length(judge(graph, schema).costs.parameters);

/** What will run, and hardly do what was meant, each in a line. */
export const warningsOf = (
  graph: TowerGraph,
  settings: Settings,
  { schema, sessions, categories }: Pick<DatasetSummary, 'schema' | 'sessions' | 'categories'>,
): string[] =>
  [
    ...problemsOfUnread(graph, judge(graph, schema)),
    ...problemsOfStages(graph, settings),
    ...problemsOfSessions(graph, sessions),
    ...problemsOfCategories(graph, settings, categories),
  ]
    .filter((problem) => !forbids(problem))
    .map((problem) => `${problem.nodeId}: ${problemSentence(problem, speech)}`);

function adjust(
  settings: Settings,
  {
    seed,
    batch,
    lr,
    'table-precision': tablePrecision,
    epochs,
    steps,
  }: Pick<Flags, 'seed' | 'batch' | 'lr' | 'table-precision' | 'epochs' | 'steps'>,
): Settings {
  const until = steps !== undefined ? { steps } : epochs !== undefined ? { epochs } : null;
  return {
    ...(until ? endingAt(settings, until) : settings),
    seed: seed ?? settings.seed,
    batch: batch ?? settings.batch,
    tablePrecision: tablePrecision ?? settings.tablePrecision,
    optimizers: settings.optimizers.map((group) => ({ ...group, learningRate: lr ?? group.learningRate })),
  };
}

export interface Finished {
  /** Null where the training was ended before its test was over. */
  result: Events['result'] | null;
  /** The last step that ran. */
  step: number;
  loss: { first: number; last: number } | null;
}

/**
 * Trains until the lab is at rest and takes the next question: to the end, or to a stop.
 * @param begin starts it, or lets it go on
 * @param trained called when the last step is done, before the test
 * @throws LabRefusal with what the lab said
 */
export async function trainToEnd(
  lab: Lab,
  begin: () => Promise<unknown>,
  trained: () => void = () => undefined,
): Promise<Finished> {
  const stops: (() => void)[] = [];
  let loss: Finished['loss'] = null;
  let result: Finished['result'] = null;
  try {
    return await new Promise<Finished>((resolve, reject) => {
      stops.push(
        lab.on('series', ({ chunks }) => {
          for (const { name, values } of chunks)
            if (name === 'loss' && values.length > 0) loss = { first: loss?.first ?? values[0]!, last: values.at(-1)! };
        }),
        lab.on('result', (given) => {
          result = given;
        }),
        lab.on('trained', trained),
        lab.on('progress', ({ phase, step }) => {
          if (phase === 'done') resolve({ result, step, loss });
        }),
        lab.on('failed', (failure) => reject(new LabRefusal(failure))),
      );
      begin().catch(reject);
    });
  } finally {
    for (const stop of stops) stop();
  }
}
