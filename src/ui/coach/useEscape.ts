/** Escape ends the first run where it ends nothing else: no dialog, no menu, no selection, no text being typed. */
import { useEffect } from 'react';
import type { ViewState } from '../../lab/stores/view';
import { useBench } from '../lab';

const isIdle = ({ panel, task, menu, selected, picked }: ViewState): boolean =>
  panel === null && task === null && menu === null && selected === null && picked.length === 0;

/** @param leave called with null */
export function useEscape(leave: (next: null) => void): void {
  const { view } = useBench();
  useEffect(() => {
    // Asked before anything on the page answers the key, and acted on after all of it left the key alone.
    let wasIdle = false;
    const ask = (): void => void (wasIdle = isIdle(view.getState()));
    const act = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (event.key === 'Escape' && wasIdle && !isTyping && !event.isComposing && !event.defaultPrevented) leave(null);
    };
    window.addEventListener('keydown', ask, true);
    window.addEventListener('keydown', act);
    return () => {
      window.removeEventListener('keydown', ask, true);
      window.removeEventListener('keydown', act);
    };
  }, [view, leave]);
}
