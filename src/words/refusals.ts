/** Why a file or a link was refused, with what is wrong in it, in one line. */
import type { LabFailure } from '../lab/failure';
import { failureSentence, problemSentence } from './sentences';
import type { Speech } from './words';

export const refusalSentence = (failure: LabFailure, speech: Speech): string =>
  speech.sentences(
    failureSentence(failure, speech),
    ...failure.problems.map((problem) => {
      const sentence = problemSentence(problem, speech);
      const place = failure.code === 'towers' ? problem.nodeId || problem.field : undefined;
      return place ? speech.fill(speech.words.drawings.at, { place, sentence }) : sentence;
    }),
  );
