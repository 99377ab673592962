import { useMemo } from 'react';
import type { DatasetSummary } from '../../lab/loading/describe-data';
import { judge } from '../../model/check/judge';
import type { Preset } from '../../model/presets/presets';
import { drawingOf } from '../board/drawing';
import { useSpeech } from '../lab';
import { Picture } from './Picture';

interface Props {
  preset: Preset;
  summary: DatasetSummary;
  /** Its picture is shown, which takes some milliseconds to draw. */
  isDrawn: boolean;
  /** It is what stands on the board. */
  isCurrent: boolean;
  isTabbable: boolean;
  onFocus(): void;
  choose(): void;
}

export function PresetCard({ preset, summary, isDrawn, isCurrent, isTabbable, onFocus, choose }: Props) {
  const speech = useSpeech();
  const { words, fill, count } = speech;
  const drawn = useMemo(() => {
    if (!isDrawn) return null;
    const { graph } = preset.build(summary.schema);
    const { layout, nodes } = drawingOf(graph, { summary, speech, opened: [] });
    const { problems, costs } = judge(graph, summary.schema);
    return { layout, nodes, lacks: problems.length > 0, parameters: costs.parameters };
  }, [isDrawn, preset, summary, speech]);
  const { title = preset.title, about = '' } = words.presets[preset.id] ?? {};
  const lacks = drawn?.lacks ?? false;
  return (
    <button
      type="button"
      role="option"
      className="preset-card"
      aria-selected={isCurrent}
      aria-disabled={lacks}
      tabIndex={isTabbable ? 0 : -1}
      onFocus={onFocus}
      onClick={() => drawn && !lacks && choose()}
    >
      <span className="preset-picture">{drawn && <Picture {...drawn} />}</span>
      <b>{preset.needs && lacks ? fill(words.preset.needs[preset.needs], { title }) : title}</b>
      <span className="about">{about}</span>
      <small>{drawn && !lacks ? count(words.board.parameters, drawn.parameters) : ''}</small>
    </button>
  );
}
