/** Codes of the data layer, the model and the lab, said in the person's language. */
import type { Protocol } from '../data/dataset';
import type { Notice } from '../data/notices';
import type { DataProblem } from '../data/table';
import type { LeftOutReason } from '../data/split-facts';
import type { FormulaCode } from '../data/weight-formula/problem';
import type { WeightFacts } from '../data/weight-facts';
import type { Events } from '../lab/protocol';
import type { Problem } from '../model/document/problem';
import { kindName, portName } from './ports';
import { formatsLine, formatText, isFormatCode } from './sources';
import type { Speech } from './words';
import type { PairCounts } from '../lab/evaluate/pairs';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { LabFailure } from '../lab/failure';
import type { Progress } from '../lab/progress';
import type { WeightsProblem } from '../lab/transfer/weights-file';

/** Values that are said as bytes. */
const BYTES: ReadonlySet<string> = new Set(['bytes', 'limit', 'tableBytes']);

/** What is wrong with a formula is said as it is where the data have one. */
const isOfFormula = (code: Problem['code']): code is FormulaCode => code.startsWith('weight-');

export function problemSentence({ code, values }: Problem, speech: Speech): string {
  const named = Object.entries(values).map(([name, value]): [string, string | number] => {
    if (BYTES.has(name) && typeof value === 'number') return [name, speech.bytes(value)];
    if (name === 'input' || name === 'output') return [name, portName(String(value), speech)];
    // Kinds of ports, and not the value of a parameter.
    return code === 'wrong-kind'
      ? [
          name,
          speech.line(
            ...String(value)
              .split(', ')
              .map((kind) => kindName(kind, speech)),
          ),
        ]
      : [name, value];
  });
  const sentence = isOfFormula(code) ? speech.words.dataProblem[code] : speech.words.problem[code];
  return speech.fill(sentence, Object.fromEntries(named));
}
export const dataSentence = ({ code, values }: DataProblem, speech: Speech): string =>
  speech.fill(isFormatCode(code) ? formatText(code, 'problem', speech) : speech.words.dataProblem[code], {
    formats: formatsLine(speech),
    ...values,
  });
/** What a person should look at before the data are used. */
export const noticeSentence = ({ code, values }: Notice, { words, fill }: Speech): string =>
  fill(words.notice[code], values);
export const weightsSentence = ({ code, values }: WeightsProblem, speech: Speech): string =>
  speech.fill(speech.words.weightsProblem[code], inBytes(values, speech));

/** Bytes are said as bytes. */
const inBytes = (values: LabFailure['values'], speech: Speech): LabFailure['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      BYTES.has(name) && typeof value === 'number' ? speech.bytes(value) : value,
    ]),
  );

export function failureSentence({ code, values, problem }: LabFailure, speech: Speech): string {
  if (problem) return 'file' in problem ? dataSentence(problem, speech) : weightsSentence(problem, speech);
  const { failure } = speech.words;
  return speech.sentences(
    speech.fill(failure.code[code], inBytes(values, speech)),
    // Of a run that diverged.
    'best' in values ? speech.fill(failure.best, values) : '',
  );
}

/** "Leave-last-out, seen removed, 610 users tested": what a figure travels with. */
export function protocolSentence(protocol: Protocol, testUsers: number, { words, fill, count, line }: Speech): string {
  const { split, keepSeen, repeats, ties, minItemEvents, minUserEvents, where, positives, weight } = protocol;
  const parts = [
    words.protocol.split[split],
    keepSeen ? words.protocol.seenKept : words.protocol.seenRemoved,
    ...(repeats === 'all' ? [words.protocol.repeatsAll] : []),
    ...(ties === 'file' ? [words.protocol.tiesFile] : []),
    ...(minItemEvents > 1 || minUserEvents > 1
      ? [fill(words.protocol.core, { items: minItemEvents, users: minUserEvents })]
      : []),
    ...(where ? [fill(words.protocol.where, { where })] : []),
    ...(positives ? [fill(words.protocol.positives, { positives })] : []),
    ...(weight ? [fill(words.protocol.weight, { weight })] : []),
    count(words.protocol.tested, testUsers),
  ];
  return line(...parts);
}

/** Which pairs AUC and GAUC of the test part compare. */
export const pairsSentence = ({ taken, shown, users }: PairCounts, { words, fill, number, count }: Speech): string =>
  fill(words.result.pairs, {
    taken: number(taken, 0),
    shown: number(shown, 0),
    users: count(words.result.pairUsers, users),
  });

/**
 * What became of the stages of a run, where it has several: those that were not begun, and which one's weights stay.
 */
export function stagesSentences(
  { stage, keptStage }: Pick<Events['result'], 'stage' | 'keptStage'>,
  { words, fill }: Speech,
): string[] {
  const { unbegun, kept, keptLast } = words.stages;
  return [
    ...(stage.at < stage.of ? [fill(unbegun, { at: stage.at })] : []),
    ...(stage.at > 1 ? [fill(keptStage.at < stage.at ? kept : keptLast, { at: keptStage.at, last: stage.at })] : []),
  ];
}

/** What the column of times holds: moments and their span, or no dates but the order of events. */
export function timesSentence(
  time: NonNullable<DatasetSummary['time']>,
  { words: { data: w, timeUnit }, fill, number, date }: Speech,
): string {
  const { column, counted } = time;
  return counted
    ? fill(w.counted, { column, first: number(counted.first), last: number(counted.last) })
    : fill(w.times, { column, unit: timeUnit[time.unit], first: date(time.first), last: date(time.last) });
}

type Lacking = Pick<DatasetSummary, 'leftOut' | 'trainingRows'>;

/** How many users are not tested and how many training rows have no history: both in a line. */
export function leftOutLine({ leftOut, trainingRows }: Lacking, { words, fill, count, percent }: Speech): string {
  const users = Object.values(leftOut.test).reduce((sum, n) => sum + n, 0);
  return fill(words.leftOut.line, {
    users: count(words.leftOut.notTested, users),
    share: percent(trainingRows.withoutHistory, 1),
  });
}

/** What is behind that line, a sentence for each number; one that holds for validation and test alike is said once. */
export function leftOutSentences(
  { leftOut, trainingRows }: Lacking,
  { words: { leftOut: w }, fill, count, percent }: Speech,
): string[] {
  const users = (['validation', 'test'] as const).flatMap((part) =>
    (Object.keys(w.reasons) as LeftOutReason[]).flatMap((reason) => {
      const n = leftOut[part][reason];
      return n === undefined ? [] : [fill(count(w.reasons[reason], n), { part: w.parts[part] })];
    }),
  );
  return [
    ...new Set(users),
    fill(w.noHistory, { share: percent(trainingRows.withoutHistory, 1) }),
    fill(w.untested, { share: percent(trainingRows.untested, 1) }),
  ];
}

/** Where few rows have nearly all the weight; null where that is not so. */
export const fewEffective = ({ effective, isFew }: WeightFacts, { words, fill, percent }: Speech): string | null =>
  isFew ? fill(words.data.weightFewEffective, { share: percent(effective, 1) }) : null;

/** Where the condition for positives tells nothing apart; null where it does, or where there is none. */
export const allPositive = (
  { report, protocol: { positives } }: Pick<DatasetSummary, 'report' | 'protocol'>,
  { words, fill }: Speech,
): string | null => (report.positives === report.kept ? fill(words.data.allPositive, { positives }) : null);

/** What is going on, in a few words: the detail where there is one, and how far it is, else the phase. */
export function activity({ phase, detail, detailShare, shaders }: Progress, { words, percent, fill }: Speech): string {
  if (!detail || phase === 'paused' || phase === 'done' || phase === 'idle') return words.phase[phase];
  if (shaders) return fill(words.progress.shaders, shaders);
  return detailShare ? `${words.detail[detail]} ${percent(detailShare)}` : words.detail[detail];
}
