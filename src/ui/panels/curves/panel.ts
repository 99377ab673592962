import { definePanel } from '../panel';
import { Curves } from './Curves';

export default definePanel({
  id: 'curves',
  place: 1,
  title: { en: 'Curves', zh: '曲线' },
  ofRun: true,
  Page: Curves,
});
