/** What on the page can be taken hold of: an element says the thing that it is. */
import type { Thing } from '../editor/things';

const THING = 'data-grip';
const HANDLE = 'data-handle';

/**
 * Attributes of an element that can be dragged.
 * @param handle it does nothing else, so that a finger need not be held on it
 */
export const grip = (thing: Thing, handle = false): Record<string, string> => ({
  [THING]: JSON.stringify(thing),
  ...(handle ? { [HANDLE]: '' } : {}),
});

/** The thing under a pointer; null where there is none. */
export function gripAt(target: EventTarget | null): { thing: Thing; isHandle: boolean } | null {
  const element = target instanceof Element ? target.closest(`[${THING}]`) : null;
  const text = element?.getAttribute(THING);
  return text ? { thing: JSON.parse(text) as Thing, isHandle: element!.hasAttribute(HANDLE) } : null;
}
