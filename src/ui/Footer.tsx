import { CostsButton } from './editing/Costs';
import { BYTES_PER_FLOAT } from '../model/check/costs';
import { useCosts, useMemory } from './judgement';
import { useData, useDocument, useRun, useSpeech } from './lab';
import { useTrained } from './trained';
import './Footer.css';

const BIG_INDEX = 1e8;

/** The truth about cost: weights, index, work per step, where it runs. */
export function Footer() {
  const { words, fill, count, bytes, number } = useSpeech();
  const w = words.footer;
  const costs = useCosts();
  const memory = useMemory();
  const isRanker = useDocument()?.graph.kind === 'ranker';
  // Of towers that are no longer drawn it would stand beside the parameters of others.
  const isDrawn = useTrained()?.isDrawn ?? false;
  const speed = useRun((run) => (isDrawn ? run.progress.speed : null));
  const device = useRun((run) => run.device);
  const items = useData((data) => data.summary?.items);
  const none = words.common.none;
  const index = (n: number | undefined): string =>
    costs && n !== undefined ? bytes(n * costs.width.item! * BYTES_PER_FLOAT) : none;
  const adapter =
    !device || device.reason !== null
      ? words.device.none
      : device.backend === 'cpu'
        ? words.device.cpu
        : fill(words.device.webgpu, { adapter: device.adapter });
  return (
    <footer className="footer" aria-label={w.label}>
      <Strong text={costs ? count(w.parameters, costs.parameters) : count(w.parameters, 0).replace(/\d/, none)} />
      <CostsButton />
      <Strong text={isRanker ? w.noIndex : fill(w.index, { here: index(items), big: index(BIG_INDEX) })} />
      {device?.backend !== 'cpu' && <Strong text={fill(w.memory, { n: memory ? bytes(memory.total) : none })} />}
      <Strong
        className="work"
        text={fill(w.dispatches, {
          n: speed ? number(speed.dispatchesPerStep, 0) : none,
          ms: speed ? number(speed.jsMsPerStep, 2) : none,
        })}
      />
      <span className="adapter" title={device?.software ? `${adapter} (${words.device.software})` : adapter}>
        {adapter}
        {device?.software && device.backend === 'webgpu' && (
          <span className="remark">{` (${words.device.software})`}</span>
        )}
      </span>
      <span className="privacy">{words.app.privacy}</span>
    </footer>
  );
}

/** The figures of a sentence in ink, its words softer. */
function Strong({ text, className }: { text: string; className?: string }) {
  return (
    <span className={className}>
      {text
        .split(/(–|[\d][\d.,]*(?:\s?[KMGT]?B|\s?(?:kB|byte|字节|吉字节|兆字节|千字节|太字节))?)(?![⁰-⁹\d])/u)
        .map((part, i) => (i % 2 ? <b key={i}>{part}</b> : part))}
    </span>
  );
}
