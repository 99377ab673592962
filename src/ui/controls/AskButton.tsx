/** A button that asks the lab, and in its place how far the answer is. */
import { useCallback, useRef } from 'react';
import { WaitBar } from './WaitBar';

/** @param share null where the end is not known */
export function AskButton({
  text,
  waiting,
  busy,
  share,
  disabled,
  ask,
  cancel,
}: {
  text: string;
  /** What is said meanwhile. */
  waiting: string;
  busy: boolean;
  share: number | null;
  disabled: boolean;
  ask(): void;
  cancel(): void;
}) {
  const wasAsked = useRef(false);
  // One takes the place of the other: who has not gone on from there keeps the focus.
  const takeFocus = useCallback((place: HTMLDivElement | null): void => {
    if (wasAsked.current && document.activeElement === document.body) place?.querySelector('button')?.focus();
  }, []);
  return (
    <div key={String(busy)} ref={takeFocus}>
      {busy ? (
        <WaitBar text={waiting} share={share} cancel={cancel} />
      ) : (
        <button
          type="button"
          disabled={disabled}
          onClick={() => {
            wasAsked.current = true;
            ask();
          }}
        >
          {text}
        </button>
      )}
    </div>
  );
}
