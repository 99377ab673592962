/** What stands between the header and the towers: no WebGPU, and failures. */
import { findBlock } from '../model/nodes/registry';
import { titleOf } from './board/describe';
import { openSettings } from './editing/focus';
import { Icon } from './controls/Icon';
import { Problems } from './editing/ProblemList';
import { useBench, useDocument, useRun, useSpeech } from './lab';
import { CopyButton } from './controls/CopyButton';
import { saveFile } from './controls/save-file';
import { failureSentence } from '../words/sentences';
import './Banners.css';

export function NoGpuBanner() {
  const bench = useBench();
  const { words } = useSpeech();
  const device = useRun((run) => run.device);
  if (!device || device.reason === null) return null;
  return (
    <section className="banner" aria-label={words.device.title}>
      <p>
        <b>{words.device.title}</b> {words.device.reason[device.reason]} {words.device.useful}
      </p>
      <div className="banner-tools">
        <button type="button" onClick={() => void bench.openDevice(true)}>
          {words.device.useCpu}
        </button>
        <CopyButton
          label={words.device.diagnostics}
          className="plain"
          text={() => `${device.reason}\n${device.adapter}\n${navigator.userAgent}\n${device.diagnostics}`}
        />
      </div>
    </section>
  );
}

export function FailureBar() {
  const { run, view } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const failure = useRun((r) => r.failure);
  const hasCurves = useRun((r) => Object.keys(r.curves).length > 0);
  const document = useDocument();
  if (!failure) return <div role="alert" />;
  const node = document?.graph.nodes.find(({ id }) => id === failure.nodeId);
  return (
    <div className="banner failure" role="alert">
      <div>
        <p>
          <b>{words.failure.title}</b>{' '}
          {failure.problems.length ? words.failure.problems : failureSentence(failure, speech)}{' '}
          {hasCurves && words.failure.kept}
        </p>
        {failure.problems.length > 0 && <Problems problems={failure.problems} />}
        {failure.detail.stack && !failure.problem && failure.problems.length === 0 && (
          <details>
            <summary>{words.failure.details}</summary>
            <pre>{`${failure.detail.message}\n${failure.detail.stack}`}</pre>
          </details>
        )}
      </div>
      <div className="banner-tools">
        {node && (
          <button type="button" onClick={() => openSettings(view, node.id)}>
            {fill(words.failure.atNode, { title: titleOf(node, findBlock(node.block), speech) })}
          </button>
        )}
        <button
          type="button"
          className="icon"
          aria-label={words.common.dismiss}
          title={words.common.dismiss}
          onClick={() => run.setState({ failure: null })}
        >
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}

/** The GPU was lost and came back: said once it is over, until it is read. The announcer reads it out. */
export function RecoveredNote() {
  const { run } = useBench();
  const { words, fill } = useSpeech();
  const recovered = useRun((r) => r.recovered);
  if (!recovered) return null;
  const text = fill(words.announce.recovered, { step: recovered.step });
  return <Note text={text} dismiss={() => run.setState({ recovered: null })} />;
}

/** A stored run was opened, and its weights are not to be had. */
export function LacksNote() {
  const { run } = useBench();
  const { words } = useSpeech();
  const lacks = useRun((r) => r.lacks);
  if (!lacks) return null;
  return <Note role="status" text={words.runs.lacks[lacks]} dismiss={() => run.setState({ lacks: null })} />;
}

/** Training goes on but is not stored: said as long as that is so, with a way to keep the weights. */
export function UnsavedNote() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const unsaved = useRun((r) => r.unsaved);
  const hasWeights = useRun((r) => r.progress.step > 0);
  if (!unsaved) return null;
  return (
    <div className="banner" role="status">
      <p>{fill(words.failure.unsaved, { reason: failureSentence(unsaved, speech) })}</p>
      {hasWeights && (
        <div className="banner-tools">
          <button
            type="button"
            onClick={() => void bench.exportWeights('base64-f32-le').then((file) => file && saveFile(file))}
          >
            {words.failure.takeHome}
          </button>
        </div>
      )}
    </div>
  );
}

export function Note({ text, role, dismiss }: { text: string; role?: 'status' | 'alert'; dismiss(): void }) {
  const { words } = useSpeech();
  return (
    <div className="banner" role={role}>
      <p>{text}</p>
      <button
        type="button"
        className="icon"
        aria-label={words.common.dismiss}
        title={words.common.dismiss}
        onClick={dismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
