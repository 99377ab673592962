import { definePanel } from '../panel';
import { FunnelRoom } from './FunnelRoom';

export default definePanel({
  id: 'funnel',
  place: 8,
  Page: FunnelRoom,
});
