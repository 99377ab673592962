import { useBench, useSpeech } from '../lab';

export function GalleryButton() {
  const { view } = useBench();
  const { words } = useSpeech();
  return (
    <button type="button" className="quiet" onClick={() => view.setState({ panel: 'presets' })}>
      {words.preset.gallery}
    </button>
  );
}
