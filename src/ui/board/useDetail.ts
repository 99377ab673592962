import { useStore as useFlow } from '@xyflow/react';
import type { CSSProperties } from 'react';
import { useView } from '../lab';
import { readableZoom } from './view';

interface Detail {
  'data-detail': 'all' | 'titles';
  style: CSSProperties;
}

/** How much is drawn follows the zoom: where type would be too small to read, titles alone, as large as they can be. */
export function useDetail(): Detail {
  const least = readableZoom(useView((view) => view.projector));
  const isSmall = useFlow((flow) => flow.transform[2] < least - 0.001);
  // In steps, so that the board is not drawn anew for each pixel of a pinch; down, so that type is not below the least.
  const zoom = useFlow((flow) => Math.floor(flow.transform[2] * 50) / 50);
  const enlarged = Math.max(1, least / zoom);
  return {
    'data-detail': isSmall ? 'titles' : 'all',
    style: { '--enlarged': enlarged } as CSSProperties,
  };
}
