import { definePanel } from '../panel';
import { Explorer } from './Explorer';

export default definePanel({
  id: 'retrieval',
  place: 4,
  ofRun: true,
  Page: Explorer,
});
