/** Which ready-made towers to begin from. Choosing some is an edit like any other: it can be undone. */
import { useId } from 'react';
import { presets, type Preset } from '../../model/presets/presets';
import { useEdits } from '../editing/useEdits';
import { useData, useDocument, useSpeech } from '../lab';
import { changesInFull, useOrigin } from '../origin';
import { GalleryButton } from '../presets/GalleryButton';

/**
 * What the list shows once a graph is none of the ready-made ones: each of them can be chosen then, the one it began as
 * too.
 */
const OWN = '';

export function PresetPicker() {
  const edits = useEdits();
  const speech = useSpeech();
  const { words, fill } = speech;
  const titleOf = ({ id, title }: Preset): string => words.presets[id]?.title ?? title;
  const origin = useOrigin(useDocument()?.graph);
  const summary = useData((data) => data.summary);
  const lacks = ({ needs }: Preset): boolean =>
    summary !== null && ((needs === 'time' && !summary.hasTime) || (needs === 'sessions' && summary.sessions === null));
  const about = useId();
  const isWhole = origin !== null && origin.changes === null;
  const own = origin ? fill(words.preset.edited, { title: titleOf(origin.preset) }) : words.preset.own;
  return (
    <section className="form" aria-label={words.preset.label}>
      <label className="row wide">
        <span>{words.preset.label}</span>
        <select
          value={isWhole ? origin.preset.id : OWN}
          aria-describedby={about}
          onChange={(event) => void edits.choosePreset(event.target.value)}
        >
          {!isWhole && <option value={OWN}>{own}</option>}
          {[...presets.values()].map((preset) => (
            <option key={preset.id} value={preset.id} disabled={lacks(preset)}>
              {preset.needs && lacks(preset)
                ? fill(words.preset.needs[preset.needs], { title: titleOf(preset) })
                : titleOf(preset)}
            </option>
          ))}
        </select>
      </label>
      <p className="about" id={about}>
        {!origin
          ? words.preset.ownAbout
          : origin.changes
            ? changesInFull(origin.changes, speech)
            : words.presets[origin.preset.id]?.about}
      </p>
      <GalleryButton />
    </section>
  );
}
