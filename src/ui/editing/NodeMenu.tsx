/** The menu of a node, wherever it was asked for: at the pointer, at the node by a key, or at a button. */
import { DropdownMenu } from 'radix-ui';
import { Fragment, useRef, type ComponentProps } from 'react';
import { Icon } from '../controls/Icon';
import { useBench, useDocument, useSpeech, useView } from '../lab';
import { settleOn } from './focus';
import { nodeName } from './named';
import { useNodeActions } from './useNodeActions';
import './NodeMenu.css';

export function NodeMenu() {
  const { view } = useBench();
  const speech = useSpeech();
  const graph = useDocument()?.graph;
  const menu = useView((v) => v.menu);
  const actionsOf = useNodeActions(graph);
  const opener = useRef<Element | null>(null);
  const took = useRef(false);
  if (!menu || !graph?.nodes.some(({ id }) => id === menu.node)) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && view.setState({ menu: null })}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" style={{ left: menu.x, top: menu.y }} />
      </DropdownMenu.Trigger>
      {/* Not beside the page: what is on it belongs to a landmark. */}
      <DropdownMenu.Portal container={document.querySelector('main')}>
        <DropdownMenu.Content
          className="menu node-menu"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={speech.fill(speech.words.editing.actionsOf, { node: nodeName(graph, menu.node, speech) })}
          ref={(content) => {
            // Before the menu takes the focus.
            if (content && !content.contains(document.activeElement))
              [opener.current, took.current] = [document.activeElement, false];
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was taken may open a dialog or lead to another node; otherwise the focus returns to this one.
            if (took.current) settleOn(menu.node);
            else if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
        >
          {actionsOf(menu.node).map(({ id, label, key, enabled, begins, run }) => (
            <Fragment key={id}>
              {begins && <DropdownMenu.Separator className="menu-line" />}
              <DropdownMenu.Item
                disabled={!enabled}
                data-action={id}
                onSelect={() => {
                  took.current = true;
                  run();
                }}
              >
                <span>{label}</span>
                {key && <kbd aria-hidden="true">{key}</kbd>}
              </DropdownMenu.Item>
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Opens the menu of a node below itself. */
export function ActionsButton({ node, children, ...props }: { node: string } & ComponentProps<'button'>) {
  const { view } = useBench();
  const speech = useSpeech();
  const graph = useDocument()?.graph;
  const open = useView((v) => v.menu?.node === node);
  if (!graph) return null;
  return (
    <button
      type="button"
      className="icon"
      aria-haspopup="menu"
      aria-expanded={open}
      aria-label={speech.fill(speech.words.editing.actionsOf, { node: nodeName(graph, node, speech) })}
      title={speech.words.editing.actions}
      {...props}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        view.setState({ menu: { node, x: left, y: bottom } });
      }}
    >
      {children ?? <Icon name="more" />}
    </button>
  );
}
