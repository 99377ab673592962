import { definePanel } from '../panel';
import { MapRoom } from './MapRoom';

export default definePanel({
  id: 'map',
  place: 7,
  ofRun: true,
  Page: MapRoom,
});
