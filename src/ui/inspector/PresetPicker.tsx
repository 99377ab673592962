/** Which ready-made towers to begin from. Choosing some is an edit like any other: it can be undone. */
import { useId } from 'react';
import { presets } from '../../model/presets/presets';
import { useBench, useDocument, useSpeech } from '../lab';

/** What the list shows once a graph is none of the ready-made ones. */
const OWN = '';

export function PresetPicker() {
  const bench = useBench();
  const { words, language } = useSpeech();
  const title = useDocument()?.graph.title;
  const about = useId();
  // A preset writes its English title into the graph it draws.
  const chosen = [...presets.values()].find((preset) => preset.words.en.title === title);
  return (
    <section aria-label={words.preset.label}>
      <label className="row wide">
        <span>{words.preset.label}</span>
        <select value={chosen?.id ?? OWN} aria-describedby={about} onChange={(event) => void bench.choosePreset(event.target.value)}>
          {!chosen && <option value={OWN}>{words.preset.own}</option>}
          {[...presets.values()].map((preset) => (
            <option key={preset.id} value={preset.id}>
              {preset.words[language].title}
            </option>
          ))}
        </select>
      </label>
      <p className="about" id={about}>{chosen ? chosen.words[language].about : words.preset.ownAbout}</p>
    </section>
  );
}
