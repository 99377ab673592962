import { definePanel } from '../panel';
import { Curves } from './Curves';

export default definePanel({
  id: 'curves',
  place: 1,
  ofRun: true,
  Page: Curves,
});
