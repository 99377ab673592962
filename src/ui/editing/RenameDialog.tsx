import { useRef, useState } from 'react';
import { faultOfName } from '../../model/edits/document';
import type { TowerGraph } from '../../model/document/graph';
import { Dialog } from '../controls/Dialog';
import { useSpeech } from '../lab';
import { nodeName } from './named';
import './RenameDialog.css';

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
  const fault = faultOfName(graph, node, name);
  return (
    <Dialog
      title={fill(w.renameTitle, { node: nodeName(graph, node, speech) })}
      about={w.nameAbout}
      close={close}
      className="rename"
      field={field}
    >
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
    </Dialog>
  );
}
