/** A share link on a page that has something of its own on screen: what opening it would change is said, and asked. */
import { AlertDialog } from 'radix-ui';
import { useStore } from 'zustand';
import { isRunning } from '../../lab/phases';
import type { Shared } from '../../lab/towers/link';
import { useBench, useRun, useSpeech } from '../lab';
import { useWorldName } from '../names';

export function ReceivedDialog() {
  const { link } = useBench();
  const received = useStore(link, (state) => state.received);
  if (!received) return null;
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && link.setState({ received: null })}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog">
          <Question received={received} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Question({ received }: { received: Shared }) {
  const bench = useBench();
  const { words, fill, count, sentences } = useSpeech();
  const w = words.drawings;
  const worldName = useWorldName();
  const running = useRun((run) => isRunning(run.progress.phase));
  const hasRun = useRun((run) => run.progress.step > 0);
  const unsaved = useRun((run) => run.unsaved !== null);
  const { towers, world } = received;
  const others = bench.changesData(received);
  const about =
    others && world
      ? fill(w.receivedData, {
          world: worldName(world.id),
          events: count(words.retrieval.events, world.events),
          seed: world.seed,
        })
      : w.receivedHere;
  return (
    <>
      <div className="dialog-head">
        <AlertDialog.Title>{w.received}</AlertDialog.Title>
        <p className="share-title">{fill(w.receivedTitle, { title: towers.graph.title.slice(0, 120) })}</p>
        <AlertDialog.Description>
          {sentences(
            about,
            others && running ? w.receivedStops : '',
            others && hasRun ? (unsaved ? w.runLost : w.runStays) : '',
            world ? '' : w.needsLog,
          )}
        </AlertDialog.Description>
      </div>
      <div className="share-answer">
        <AlertDialog.Action className="primary" onClick={() => void bench.openLink()}>
          {w.accept}
        </AlertDialog.Action>
        <AlertDialog.Cancel>{w.decline}</AlertDialog.Cancel>
      </div>
    </>
  );
}
