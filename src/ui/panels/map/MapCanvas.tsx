/** The points on a canvas: hovered, clicked, moved along by arrow keys, zoomed and dragged. */
import { useRef, type ReactNode } from 'react';
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { Icon } from '../../controls/Icon';
import { useSpeech } from '../../lab';
import { usePanelWidth } from '../curves/usePanelWidth';
import type { Place, Size } from './placing';
import { detailsOf, pointInWords } from './spoken';
import { usePainted } from './usePainted';
import { usePointing } from './usePointing';

/** What the tallest tip takes, in pixels. */
const TIP_ROOM = 100;

interface Props {
  map: ItemMap;
  k: number;
  choose(item: number | null): void;
  /** The whole picture in words. */
  label: string;
  /** Id of what says the keys. */
  describedBy: string;
  /** Further tools of the figure. */
  children: ReactNode;
}

export function MapCanvas({ map, k, choose, label, describedBy, children }: Props) {
  const speech = useSpeech();
  const { words } = speech;
  const pane = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = usePanelWidth(pane);
  const size = { width, height: heightOf(width) };
  const { places, at, isKeyed, isZoomed, handlers, ...zoom } = usePointing(map, size, choose);
  usePainted(canvas, { map, places, at }, size);
  const point = at === null ? null : map.points[at]!;
  return (
    <div className="map-pane">
      <div className="map-tools" role="group" aria-label={words.map.tools}>
        {children}
        <Tool name="plus" label={words.board.zoomIn} act={zoom.zoomIn} />
        <Tool name="minus" label={words.board.zoomOut} act={zoom.zoomOut} />
        <Tool name="fit" label={words.map.whole} act={zoom.showWhole} />
      </div>
      <div
        ref={pane}
        className={`map-plot ${isZoomed ? 'zoomed' : ''}`}
        style={{ height: size.height }}
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={describedBy}
        {...handlers}
      >
        <canvas ref={canvas} style={size} aria-hidden="true" />
        {point && (
          <Tip place={places.points[at!]!} {...size}>
            <b>{point.title}</b>
            {detailsOf(point, map, k, speech).map((detail) => (
              <span key={detail}>{detail}</span>
            ))}
          </Tip>
        )}
      </div>
      <p className="sr-only" role="status">
        {isKeyed && point ? pointInWords(point, map, k, speech) : ''}
      </p>
    </div>
  );
}

function Tool({ name, label, act }: { name: 'plus' | 'minus' | 'fit'; label: string; act(): void }) {
  return (
    <button type="button" className="icon" aria-label={label} title={label} onClick={act}>
      <Icon name={name} />
    </button>
  );
}

/** Above its point, or below where there is no room; towards the middle. */
function Tip({ place: { x, y }, width, height, children }: { place: Place; children: ReactNode } & Size) {
  const beside = x > width / 2 ? { right: Math.max(0, width - x - 20) } : { left: Math.max(0, x - 20) };
  const over = y > TIP_ROOM ? { bottom: height - y + 14 } : { top: y + 14 };
  return (
    <div className="map-tip" style={{ ...beside, ...over }} aria-hidden="true">
      {children}
    </div>
  );
}

/** Nearly square where the panel is narrow, and no taller than a screen. */
const heightOf = (width: number): number => Math.round(Math.min(460, Math.max(240, width * 0.8)));
