import { useMayCoach } from './coach/Coach';
import { Dialog } from './controls/Dialog';
import { useBench, useSpeech, useView } from './lab';
import { panels, titleOf } from './panels/registry';
import './HelpDialog.css';

/** Keys or gestures, and what they do. */
type Row = [names: string[], meaning: string];

export function HelpDialog() {
  const { view } = useBench();
  const speech = useSpeech();
  const { words, line } = speech;
  const w = words.help;
  const mayCoach = useMayCoach();
  const open = useView((v) => v.panel === 'help');
  const keys: Row[] = [
    [[w.space, 'P'], w.start],
    [['N'], w.step],
    [['X'], w.stop],
    [['Ctrl Z', 'Ctrl Y'], w.undo],
    [['D'], w.data],
    [['S'], words.drawings.mine],
    [panels.map(({ place }) => String(place)), line(...panels.map((panel) => titleOf(panel, speech)))],
    [['G'], w.board],
    [['F'], w.projector],
    [['↑', '↓', '←', '→'], w.arrows],
    [[w.enterKey], w.enter],
    [['A'], w.add],
    [['C', 'I'], w.connect],
    [[w.deleteKey, `⇧ ${w.deleteKey}`], w.remove],
    [['F2'], w.rename],
    [['E', '⇧ E'], w.group],
    [['⇧ ↑', '⇧ ↓', 'Ctrl A'], w.pick],
    [['Alt ↑', 'Alt ↓', 'Alt ←', 'Alt →'], w.shift],
    [['Ctrl C', 'Ctrl X', 'Ctrl V', 'Ctrl D'], w.clipboard],
    [['M'], w.menu],
    [[w.esc], w.escape],
    [['?'], w.help],
  ];
  const gestures: Row[] = [
    [[w.tap], w.enter],
    [[w.hold], w.actions],
    [[w.drag], w.pan],
    [[w.pinch], w.zoom],
  ];
  return (
    <Dialog title={w.title} about={w.about} open={open} close={() => view.setState({ panel: null })}>
      <div className="help-body" tabIndex={0} role="group" aria-label={w.title}>
        <Meanings rows={keys} />
        <h3>{w.touch}</h3>
        <Meanings rows={gestures} />
        {mayCoach && (
          <button type="button" className="again" onClick={() => view.setState({ panel: null, coach: 0 })}>
            {words.coach.again}
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Meanings({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="keys">
      {rows.map(([names, meaning]) => (
        <div key={meaning}>
          <dt>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
