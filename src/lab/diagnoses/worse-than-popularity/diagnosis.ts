import { defineDiagnosis, rounded } from '../diagnosis';

/** Nearer than this, another seed may put the model above. */
const BELOW = 0.95;

export default defineDiagnosis({
  id: 'worse-than-popularity',
  place: 4,
  look({ tested, baselines }) {
    const [own, popular] = [tested?.['ndcg@10'], baselines.popularity?.['ndcg@10']];
    return own !== undefined && popular !== undefined && own < BELOW * popular
      ? { case: 'below', values: { own: rounded(own), popular: rounded(popular) } }
      : null;
  },
});
