/** How it is said that figures of a run are estimates, from a sample of the validation users. */
import type { Sample } from '../lab/runs/sample';
import type { Speech } from './words';

const numbers = ({ users, of }: Sample, { number }: Speech) => ({ users: number(users), of: number(of) });

/** The name of what is estimated, with a word that says so. */
export const sampledName = (name: string, sample: Sample | null, speech: Speech): string =>
  sample ? speech.fill(speech.words.curves.sampled, { name, ...numbers(sample, speech) }) : name;

/** Why, and what rests on it. @param isChosenByPairs weights are chosen by pairs, not by what is estimated */
export const sampleWords = (sample: Sample, speech: Speech, isChosenByPairs: boolean): string => {
  const { sampledAbout, sampledBeside } = speech.words.curves;
  return speech.fill(isChosenByPairs ? sampledBeside : sampledAbout, numbers(sample, speech));
};
