import { useEffect, useState, type RefObject } from 'react';

/** Inner width of an element in whole pixels, 0 until it is laid out. Charts get numbers, never percentages. */
export function usePanelWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
