/** Cards beside each other, and a way to those that there is no room for. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../../controls/Icon';
import { useSpeech } from '../../lab';
import './Strip.css';

/** Cards that are cut off at each side, even in part. */
interface Hidden {
  before: number;
  after: number;
}

const hiddenIn = (strip: HTMLElement): Hidden => {
  const { left, right } = strip.getBoundingClientRect();
  const cards = [...strip.children].map((card) => card.getBoundingClientRect());
  return {
    before: cards.filter((card) => card.left < left - 1).length,
    after: cards.filter((card) => card.right > right + 1).length,
  };
};

export function Strip({ label, describedBy, children }: { label: string; describedBy: string; children: ReactNode }) {
  const { words, count } = useSpeech();
  const strip = useRef<HTMLDivElement>(null);
  const [{ before, after }, setHidden] = useState<Hidden>({ before: 0, after: 0 });
  useEffect(() => {
    const pane = strip.current;
    if (!pane) return;
    const look = (): void =>
      setHidden((old) => {
        const now = hiddenIn(pane);
        return old.before === now.before && old.after === now.after ? old : now;
      });
    look();
    const sizes = new ResizeObserver(look);
    const cards = new MutationObserver(look);
    sizes.observe(pane);
    cards.observe(pane, { childList: true });
    pane.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      cards.disconnect();
      pane.removeEventListener('scroll', look);
    };
  }, []);
  const move = (by: 1 | -1): void => {
    const pane = strip.current;
    pane?.scrollBy({ left: by * ((pane.firstElementChild?.clientWidth ?? 0) + 12), behavior: 'instant' });
  };
  return (
    <>
      {before + after > 0 && (
        <div className="strip-tools">
          <button type="button" className="quiet" disabled={before === 0} onClick={() => move(-1)}>
            <Icon name="left" />
            {count(words.lanes.before, before)}
          </button>
          <button type="button" className="quiet" disabled={after === 0} onClick={() => move(1)}>
            {count(words.lanes.after, after)}
            <Icon name="right" />
          </button>
        </div>
      )}
      <div
        className="interest-cards"
        role="group"
        aria-label={label}
        aria-describedby={describedBy}
        tabIndex={0}
        ref={strip}
      >
        {children}
      </div>
    </>
  );
}
