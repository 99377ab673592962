/** A dialog: its title, what it is about, the button that closes it, and what stands below. */
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode, type RefObject } from 'react';
import { useSpeech } from '../lab';
import { Icon } from './Icon';

interface Props {
  title: string;
  about?: string;
  open?: boolean;
  close(): void;
  /** Beside `dialog`. */
  className?: string;
  /** Takes the focus on opening; where it goes on closing is then up to the caller. */
  field?: RefObject<HTMLInputElement | null>;
  children: ReactNode;
}

export function Dialog({ title, about, open = true, close, className = '', field, children }: Props) {
  const { words } = useSpeech();
  const before = useRef<HTMLElement | null>(null);
  const opened = (event: Event): void => {
    before.current = document.activeElement as HTMLElement | null;
    if (!field) return;
    event.preventDefault();
    field.current?.focus();
    field.current?.select();
  };
  // The dialogs have no trigger of Radix's, which would get the focus back.
  const closed = (event: Event): void => {
    event.preventDefault();
    if (!field) before.current?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && close()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content
          className={`dialog ${className}`.trim()}
          {...(about === undefined && { 'aria-describedby': undefined })}
          onOpenAutoFocus={opened}
          onCloseAutoFocus={closed}
        >
          <div className="dialog-head">
            <Radix.Title>{title}</Radix.Title>
            {about !== undefined && <Radix.Description>{about}</Radix.Description>}
            <Radix.Close className="icon" aria-label={words.common.close}>
              <Icon name="close" />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
