/** The ready-made towers side by side, each as the board draws it for the loaded data. */
import { Dialog } from 'radix-ui';
import { useDeferredValue, useRef, useState, type KeyboardEvent } from 'react';
import { presets } from '../../model/presets/presets';
import { Icon } from '../controls/Icon';
import { useEdits } from '../editing/useEdits';
import { useBench, useData, useDocument, useSpeech, useView } from '../lab';
import { useOrigin } from '../origin';
import { PresetCard } from './PresetCard';
import { stepIn } from './steps';
import './presets.css';

export function PresetGallery() {
  const { view } = useBench();
  const { words } = useSpeech();
  const open = useView((v) => v.panel === 'presets');
  const list = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => view.setState({ panel: next ? 'presets' : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog wide"
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
          }}
        >
          <div className="dialog-head">
            <Dialog.Title>{words.preset.label}</Dialog.Title>
            <Dialog.Description>{words.preset.galleryAbout}</Dialog.Description>
            <Dialog.Close className="icon" aria-label={words.common.close}>
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <Presets list={list} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const IDS = [...presets.keys()];

function Presets({ list }: { list: React.RefObject<HTMLDivElement | null> }) {
  const { view } = useBench();
  const { words } = useSpeech();
  const edits = useEdits();
  const summary = useData((data) => data.summary);
  const origin = useOrigin(useDocument()?.graph);
  const current = origin?.changes === null ? origin.preset.id : null;
  const [at, setAt] = useState(current ?? IDS[0]);
  // The dialog is there first, and between the pictures the page answers.
  const isDrawn = useDeferredValue(true, false);
  const onKeyDown = (event: KeyboardEvent): void => {
    const cards = [...(list.current?.children ?? [])] as HTMLElement[];
    const columns = cards.filter(({ offsetTop }) => offsetTop === cards[0]?.offsetTop).length;
    const next = stepIn(event.key, cards.indexOf(event.target as HTMLElement), cards.length, columns);
    if (next === null) return;
    event.preventDefault();
    cards[next]?.focus();
  };
  const choose = (id: string): void => {
    view.setState({ panel: null });
    edits.choosePreset(id);
  };
  if (!summary) return <p className="waiting">{words.header.noData}</p>;
  return (
    <div
      ref={list}
      className="preset-cards"
      role="listbox"
      tabIndex={-1}
      aria-label={words.preset.label}
      onKeyDown={onKeyDown}
    >
      {[...presets.values()].map((preset) => (
        <PresetCard
          key={preset.id}
          preset={preset}
          summary={summary}
          isDrawn={isDrawn}
          isCurrent={preset.id === current}
          isTabbable={preset.id === at}
          onFocus={() => setAt(preset.id)}
          choose={() => choose(preset.id)}
        />
      ))}
    </div>
  );
}
