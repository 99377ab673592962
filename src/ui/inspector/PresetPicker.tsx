/** Which towers to begin from, ready-made or saved. Choosing some is an edit like any other: it can be undone. */
import { useId } from 'react';
import { carries, presets, type Preset } from '../../model/presets/presets';
import { useEdits } from '../editing/useEdits';
import { useBench, useData, useDocument, useSpeech } from '../lab';
import { changesInFull, useOrigin } from '../origin';
import { savedInShort } from '../towers/in-words';
import { useOpenSaved, useSavedOnScreen, useTowers } from '../towers/useSaved';
import { GalleryButton } from '../presets/GalleryButton';

/**
 * What the list shows once a graph is none of the ready-made ones: each of them can be chosen then, the one it began as
 * too.
 */
const OWN = '';
/** Before the name of saved towers: no preset is called so. */
const SAVED = 'saved:';

export function PresetPicker() {
  const { view } = useBench();
  const edits = useEdits();
  const saved = useTowers((towers) => towers.saved);
  const drawn = useSavedOnScreen();
  const openSaved = useOpenSaved();
  const speech = useSpeech();
  const { words, fill } = speech;
  const titleOf = ({ id, title }: Preset): string => words.presets[id]?.title ?? title;
  const origin = useOrigin(useDocument()?.graph);
  const summary = useData((data) => data.summary);
  const lacks = (preset: Preset): boolean => summary !== null && !carries(summary.schema, preset);
  const about = useId();
  const isWhole = origin !== null && origin.changes === null;
  const own = origin ? fill(words.preset.edited, { title: titleOf(origin.preset) }) : words.preset.own;
  return (
    <section className="form" aria-label={words.preset.label}>
      <label className="row wide">
        <span>{words.preset.label}</span>
        <select
          value={drawn ? SAVED + drawn.name : isWhole ? origin.preset.id : OWN}
          aria-describedby={about}
          onChange={({ target: { value } }) => {
            if (value.startsWith(SAVED)) openSaved(value.slice(SAVED.length));
            else edits.choosePreset(value);
          }}
        >
          {!isWhole && !drawn && <option value={OWN}>{own}</option>}
          {[...presets.values()].map((preset) => (
            <option key={preset.id} value={preset.id} disabled={lacks(preset)}>
              {preset.needs && lacks(preset)
                ? fill(words.preset.needs[preset.needs], { title: titleOf(preset) })
                : titleOf(preset)}
            </option>
          ))}
          {saved.length > 0 && (
            <optgroup label={words.drawings.mine}>
              {saved.map((towers) => (
                <option key={towers.name} value={SAVED + towers.name}>
                  {savedInShort(towers, speech)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <p className="about" id={about}>
        {!origin
          ? words.preset.ownAbout
          : origin.changes
            ? changesInFull(origin.changes, speech)
            : words.presets[origin.preset.id]?.about}
      </p>
      <button
        type="button"
        className="quiet"
        title={words.drawings.manageHint}
        onClick={() => view.setState({ panel: 'towers' })}
      >
        {words.drawings.manage}
      </button>
      <GalleryButton />
    </section>
  );
}
