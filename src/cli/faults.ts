/** Whose fault a failure is, in one line, and with which exit code the program ends. */
import { isOfFormula } from '../data/weight-formula/problem';
import { dataSentence, failureSentence, problemSentence } from '../words/sentences';
import type { Flags } from './flags';
import { markedFormula } from './marked-formula';
import { visible } from './terminal';
import { UsageError } from './usage-error';
import type { Problem } from '../model/document/problem';
import { plainFailure, type FailureCode, type LabFailure } from '../lab/failure';
import { speech } from './speech';

export interface Fault {
  line: string;
  /** Lines above it that show the place: the last line is why. */
  place?: readonly string[];
  exitCode: 1 | 2;
}

/** What the lab refuses carries a code where a person's file or graph is the cause: as itself, or inside `failure`. */
type Refusal = Error & Partial<Pick<LabFailure, 'problem' | 'problems'>> & { failure?: LabFailure };

/** A bad flag, file, column, graph or value is exit code 2, anything else 1. */
export function faultOf(error: unknown, flags: Flags): Fault {
  const { line, ...rest } = said(error, flags);
  return { line: visible(line), ...rest };
}

function said(error: unknown, flags: Flags): Fault {
  if (error instanceof UsageError) return { line: error.message, exitCode: 2 };
  if (!(error instanceof Error)) return { line: oneLine(String(error)), exitCode: 1 };
  const refusal: Refusal = error;
  const { problem = null, problems = [] } = refusal.failure ?? refusal;
  if (problem && 'file' in problem && isOfFormula(problem))
    return { line: `--weight: ${dataSentence(problem, speech)}`, place: markedFormula(problem), exitCode: 2 };
  if (problem) {
    const flag = 'file' in problem ? problem.file : 'weights';
    const { givenAs = `--${flag} "${flags[flag] ?? ''}"` } = refusal.failure?.values ?? {};
    const sentence = speech.sentences(
      failureSentence({ ...plainFailure('data'), problem }, speech),
      ...sentencesOf(problems),
    );
    return { line: `${givenAs}: ${sentence}`, exitCode: 2 };
  }
  if (problems.length > 0) {
    const place = problems.flatMap(markedFormula);
    return {
      ...(place.length > 0 ? { place } : {}),
      line: `${flags.graph === undefined ? 'the graph' : `--graph "${flags.graph}"`}: ${sentencesOf(problems).join(' ')}`,
      exitCode: 2,
    };
  }
  const { failure } = refusal;
  if (failure?.code === 'scores-not-finite' && flags.weights !== undefined)
    return { line: `--weights "${flags.weights}": its numbers give scores that are not finite`, exitCode: 2 };
  if (failure && OF_WEIGHTS.includes(failure.code) && flags.weights !== undefined) {
    const asked = failure.code === 'no-vectors' && flags['per-interest'] ? '--per-interest with ' : '';
    return { line: `${asked}--weights "${flags.weights}": ${failureSentence(failure, speech)}`, exitCode: 2 };
  }
  if (failure && OF_TEACHER.includes(failure.code) && flags.teacher !== undefined)
    return { line: `--teacher "${flags.teacher}": ${failureSentence(failure, speech)}`, exitCode: 2 };
  if (failure && OF_SCORES.includes(failure.code))
    return { line: `--stages: ${failureSentence(failure, speech)}`, exitCode: 2 };
  if (failure?.code === 'column-taken') return { line: `--column: ${failureSentence(failure, speech)}`, exitCode: 2 };
  if (failure?.code === 'file-changed') return { line: failureSentence(failure, speech), exitCode: 2 };
  // A fault of ours is said as it was thrown: a report to us needs it.
  const sentence = failure && failure.code !== 'internal' ? failureSentence(failure, speech) : oneLine(error.message);
  return { line: sentence, exitCode: 1 };
}

/** Of the file of a teacher. */
const OF_TEACHER: readonly FailureCode[] = ['teacher-is-ranker', 'teacher-against-labels'];
/** Of a file of scores that orders the end of a funnel. */
const OF_SCORES: readonly FailureCode[] = ['scores-unreadable', 'scores-no-numbers', 'scores-of-none'];
/** What was asked for, the model in the file does not have. */
const OF_WEIGHTS: readonly FailureCode[] = ['no-vectors', 'no-parts'];

const sentencesOf = (problems: readonly Problem[]): string[] =>
  problems.map(
    (one) => `${[one.nodeId, one.field].filter(Boolean).join('.') || 'the whole'}: ${problemSentence(one, speech)}`,
  );

/** Of messages that others wrote in several lines. */
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
