import { definePanel } from '../panel';
import { Result } from './Result';

export default definePanel({
  id: 'result',
  place: 3,
  title: { en: 'Result', zh: '结果' },
  ofRun: true,
  Page: Result,
});
