import { definePanel } from '../panel';
import { Runs } from './Runs';

export default definePanel({
  id: 'runs',
  place: 6,
  Page: Runs,
});
