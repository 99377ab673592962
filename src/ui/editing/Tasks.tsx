/** The dialog of the choice a person is making about the drawing, if any. */
import { flushSync } from 'react-dom';
import { useBench, useDocument, useView } from '../lab';
import { ConnectInput, ConnectOutput, Disconnect } from './ConnectDialogs';
import { returnTo } from './focus';
import { ChangePalette, Palette } from './Palette';
import { RenameDialog } from './RenameDialog';
import { AddField, AddTo, MoveField, Reconnect } from './TargetDialogs';
import { useEdits } from './useEdits';

export function Tasks() {
  const { view } = useBench();
  const edits = useEdits();
  const graph = useDocument()?.graph;
  const task = useView((v) => v.task);
  if (!task || !graph) return null;
  const end = (): void => {
    view.setState({ task: null });
  };
  // At once, not with the next frame: whoever types on must not lose a key.
  const back = (): void => {
    flushSync(end);
    returnTo(task.node);
  };
  /** Takes the choice, then the dialog goes. */
  const taking =
    <A extends unknown[]>(take: (...choice: A) => unknown, then: () => void = end) =>
    (...choice: A): void => {
      take(...choice);
      then();
    };
  if (task.kind === 'add') return <Palette graph={graph} node={task.node} add={taking(edits.add)} close={back} />;
  if (task.kind === 'add-to')
    return <AddTo drawing={edits.drawing()} block={task.block} take={taking(edits.drop)} close={back} />;
  if (!graph.nodes.some(({ id }) => id === task.node)) return null;
  switch (task.kind) {
    case 'change':
      return <ChangePalette graph={graph} node={task.node} add={taking(edits.add)} close={back} />;
    case 'connect-output':
      return <ConnectOutput graph={graph} node={task.node} take={taking(edits.connect, back)} close={back} />;
    case 'connect-input':
      return (
        <ConnectInput
          graph={graph}
          node={task.node}
          input={task.input}
          take={taking(edits.connect, back)}
          close={back}
        />
      );
    case 'disconnect':
      return <Disconnect graph={graph} node={task.node} take={taking(edits.disconnect, back)} close={back} />;
    case 'reconnect':
      return <Reconnect drawing={edits.drawing()} edge={task.edge} take={taking(edits.drop, back)} close={back} />;
    case 'move-field':
      return <MoveField drawing={edits.drawing()} node={task.node} take={taking(edits.drop, back)} close={back} />;
    case 'add-field':
      return <AddField drawing={edits.drawing()} node={task.node} take={taking(edits.drop, back)} close={back} />;
    case 'rename':
      return (
        <RenameDialog
          graph={graph}
          node={task.node}
          rename={taking((name) => edits.rename(task.node, name))}
          close={back}
        />
      );
  }
}
