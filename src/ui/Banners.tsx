/** What stands between the header and the towers: no WebGPU, and failures. */
import { findBlock } from '../model/nodes/registry';
import { titleOf } from './board/describe';
import { openSettings } from './editing/focus';
import { Icon } from './controls/Icon';
import { Problems } from './inspector/Inspector';
import { useBench, useDocument, useRun, useSpeech } from './lab';
import { CopyButton } from './controls/CopyButton';
import { failureSentence } from '../words/sentences';

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
        <button type="button" onClick={() => void bench.openOnCpu()}>
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

/** A stored run was opened, and its weights are not to be had. */
export function LacksNote() {
  const { run } = useBench();
  const { words } = useSpeech();
  const lacks = useRun((r) => r.lacks);
  if (!lacks) return null;
  return (
    <div className="banner" role="status">
      <p>{words.runs.lacks[lacks]}</p>
      <button
        type="button"
        className="icon"
        aria-label={words.common.dismiss}
        title={words.common.dismiss}
        onClick={() => run.setState({ lacks: null })}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** The run goes on but could not be stored. */
export function UnsavedNote() {
  const { run } = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const unsaved = useRun((r) => r.unsaved);
  if (!unsaved) return null;
  return (
    <div className="banner" role="status">
      <p>{fill(words.failure.unsaved, { reason: failureSentence(unsaved, speech) })}</p>
      <button
        type="button"
        className="icon"
        aria-label={words.common.dismiss}
        title={words.common.dismiss}
        onClick={() => run.setState({ unsaved: null })}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
