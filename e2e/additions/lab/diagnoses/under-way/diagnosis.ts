import { defineDiagnosis, found } from '../diagnosis';

export default defineDiagnosis({
  id: 'under-way',
  place: 8,
  look({ curve }) {
    const step = curve('loss')?.steps.at(-1);
    return step === undefined ? null : found('begun', { step });
  },
});
