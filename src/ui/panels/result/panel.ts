import { definePanel } from '../panel';
import { Result } from './Result';

export default definePanel({
  id: 'result',
  place: 3,
  ofRun: true,
  Page: Result,
});
