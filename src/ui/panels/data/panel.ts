import { definePanel } from '../panel';
import { DataSummary } from './DataSummary';

export default definePanel({
  id: 'data',
  place: 5,
  title: { en: 'Data', zh: '数据' },
  Page: DataSummary,
});
