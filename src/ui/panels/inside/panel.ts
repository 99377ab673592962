import { definePanel } from '../panel';
import { Inside } from './Inside';

export default definePanel({
  id: 'inside',
  place: 2,
  ofRun: true,
  Page: Inside,
});
