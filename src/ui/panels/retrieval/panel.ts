import { definePanel } from '../panel';
import { Explorer } from './Explorer';

export default definePanel({
  id: 'retrieval',
  place: 4,
  title: { en: 'Retrieval', zh: '召回' },
  ofRun: true,
  Page: Explorer,
});
