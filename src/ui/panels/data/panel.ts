import { definePanel } from '../panel';
import { DataSummary } from './DataSummary';

export default definePanel({
  id: 'data',
  place: 5,
  Page: DataSummary,
});
