/** English as the command line speaks it: as the page does, but of flags where that speaks of its controls. */
import { speak, type Speech } from '../words/words';

const page = speak('en');
const { words } = page;
const { dataProblem, notice, problem, weightsProblem, failure } = words.cli.instead;

export const speech: Speech = {
  ...page,
  words: {
    ...words,
    dataProblem: { ...words.dataProblem, ...dataProblem },
    notice: { ...words.notice, ...notice },
    problem: { ...words.problem, ...problem },
    weightsProblem: { ...words.weightsProblem, ...weightsProblem },
    failure: { ...words.failure, code: { ...words.failure.code, ...failure } },
  },
};
