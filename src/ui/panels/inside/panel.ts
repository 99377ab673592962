import { definePanel } from '../panel';
import { Inside } from './Inside';

export default definePanel({
  id: 'inside',
  place: 2,
  title: { en: 'Inside', zh: '内部' },
  ofRun: true,
  Page: Inside,
});
