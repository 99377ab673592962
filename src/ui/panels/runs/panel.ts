import { definePanel } from '../panel';
import { Runs } from './Runs';

export default definePanel({
  id: 'runs',
  place: 6,
  title: { en: 'Runs', zh: '训练记录' },
  Page: Runs,
});
