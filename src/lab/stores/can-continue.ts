/** What may be done with the weights at rest: trained on, or served another way. */
import { sameTowers } from '../../model/edits/changes-from';
import { learningPart } from '../../model/nodes/learning-part';
import { sameDocument, trainsAlike, type Document } from './graph';
import type { RunState } from './run';

/** The weights at rest are those of the document on screen. */
export const canContinue = (
  { progress, trained }: Pick<RunState, 'progress' | 'trained'>,
  document: Document | null,
): boolean => progress.phase === 'done' && progress.step > 0 && document !== null && trainsAlike(trained, document);

/** They have learnt what the document on screen would, and it serves them another way. */
export const canServe = (
  { progress, trained }: Pick<RunState, 'progress' | 'trained'>,
  document: Document | null,
): boolean =>
  progress.phase === 'done' &&
  document !== null &&
  trained !== null &&
  !sameTowers(document.graph, trained.graph) &&
  sameTowers(learningPart(document.graph), learningPart(trained.graph)) &&
  sameDocument({ ...document, graph: trained.graph }, trained);
