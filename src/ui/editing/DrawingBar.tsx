/** Over the drawing: add a block, act on the selected node, see what is to be mended, and what was done last. */
import { Popover } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { UndoRedo } from '../header/UndoRedo';
import { Icon } from '../controls/Icon';
import { useBench, useDocument, useSpeech, useView } from '../lab';
import { countInWords, isWarning, useProblems } from '../problems';
import { ActionsButton } from './NodeMenu';
import { nodeName } from './named';
import { ProblemList } from './ProblemList';
import { useEdits } from './useEdits';
import './DrawingBar.css';

export function DrawingBar() {
  const { view } = useBench();
  const speech = useSpeech();
  const { words } = speech;
  const graph = useDocument()?.graph;
  const selected = useView((v) => v.selected);
  const isNode = graph?.nodes.some(({ id }) => id === selected) ?? false;
  return (
    <div className="drawing-bar">
      <button
        type="button"
        className="plain"
        onClick={() => view.setState({ task: { kind: 'add', node: isNode ? selected : null } })}
      >
        <Icon name="plus" />
        <span className="bar-add">{words.editing.add}</span>
      </button>
      {graph && selected && isNode && (
        <ActionsButton node={selected} className="plain">
          <Icon name="more" />
          <span className="bar-name">{nodeName(graph, selected, speech)}</span>
        </ActionsButton>
      )}
      <ProblemsButton />
      {/* Where the header has no room for them. */}
      <UndoRedo />
    </div>
  );
}

function ProblemsButton() {
  const speech = useSpeech();
  const { words } = speech;
  const problems = useProblems();
  const [open, setOpen] = useState(false);
  if (problems.length === 0) return null;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={problems.every(isWarning) ? 'plain warn' : 'plain wrong'}>
        {countInWords(problems, speech)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={words.inspector.problems}
        >
          <ProblemList problems={problems} jump={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const SHOWN_MS = 8000;

/**
 * What was done last, with the way back; it goes by itself, and with the next change, which is what undo would take
 * back then.
 */
export function Notice() {
  const { view } = useBench();
  const { language, words } = useSpeech();
  const edits = useEdits();
  const notice = useView((v) => v.notice);
  const document = useDocument();
  const about = useRef({ notice, document });
  useEffect(() => {
    // Another one may be there by now.
    const end = (): void => void view.setState((now) => (now.notice === notice ? { notice: null } : {}));
    if (about.current.notice !== notice) about.current = { notice, document };
    else if (about.current.document !== document) end();
    if (!notice) return;
    const timer = setTimeout(end, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, document, view]);
  if (!notice) return null;
  return (
    <div className="notice">
      <span>{notice.text[language]}</span>
      {notice.undo && (
        <button type="button" className="quiet" onClick={edits.undo}>
          {words.header.undo}
        </button>
      )}
    </div>
  );
}
