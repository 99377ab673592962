import { defineDiagnosis } from '../diagnosis';

/**
 * Lists of Popularity differ by what each user has seen and nothing else. Lists that follow a person reach a multiple
 * of those items.
 */
const COVERAGE = 2;
/** Of the places that Popularity gives to the most frequent tenth of the catalogue: nearly all of them. */
const HEAD = 0.9;

export default defineDiagnosis({
  id: 'popularity-only',
  place: 5,
  look({ tested, baselines: { popularity } }) {
    const [covered, head] = [tested?.['coverage@10'], tested?.['headShare@10']];
    const [least, most] = [popularity?.['coverage@10'], popularity?.['headShare@10']];
    if (covered === undefined || head === undefined || least === undefined || most === undefined) return null;
    // Where Popularity itself shows half of a small catalogue, coverage tells nothing.
    return COVERAGE * least < 1 && covered <= COVERAGE * least && head >= HEAD * most
      ? {
          case: 'alike',
          values: {
            covered: { share: covered },
            popularCovered: { share: least },
            head: { share: head },
            popularHead: { share: most },
          },
        }
      : null;
  },
});
