import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { faultOfName } from '../../model/edits/document';
import type { TowerGraph } from '../../model/document/graph';
import { Icon } from '../controls/Icon';
import { useSpeech } from '../lab';
import { nodeName } from './named';

export function RenameDialog({
  graph,
  node,
  rename,
  close,
}: {
  graph: TowerGraph;
  node: string;
  rename(name: string): void;
  close(): void;
}) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.editing;
  const [name, setName] = useState(node);
  const field = useRef<HTMLInputElement>(null);
  const toField = (event: Event): void => {
    event.preventDefault();
    field.current?.select();
  };
  const fault = faultOfName(graph, node, name);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog rename"
          onOpenAutoFocus={toField}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <div className="dialog-head">
            <Dialog.Title>{fill(w.renameTitle, { node: nodeName(graph, node, speech) })}</Dialog.Title>
            <Dialog.Description>{w.nameAbout}</Dialog.Description>
            <Dialog.Close className="icon" aria-label={words.common.close}>
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              if (!fault) rename(name);
            }}
          >
            <input
              ref={field}
              type="text"
              aria-label={w.name}
              aria-invalid={fault !== null || undefined}
              aria-describedby={fault ? 'name-fault' : undefined}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            {fault && (
              <p className="wrong" id="name-fault" role="status">
                {w.nameFault[fault]}
              </p>
            )}
            <button type="submit" className="primary" disabled={fault !== null}>
              {w.renameNow}
            </button>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
