/** What the model of the moment would wrongly recommend, by title: asked for, while it trains or at rest. */
import type { BadCases as Sample } from '../../../lab/evaluate/bad-cases';
import type { TowerGraph } from '../../../model/document/graph';
import { relevancesOf } from '../../../model/nodes/relevance';
import { Heading } from '../../controls/Heading';
import { useBench, useRun, useSpeech } from '../../lab';

/** Nothing of a graph without a teacher, nor where a person looks back: the weights of then are gone. */
export function BadCases({ graph }: { graph: TowerGraph }) {
  const isLive = useRun(({ at }) => at === null);
  return isLive && relevancesOf(graph).length > 0 ? <Asked /> : null;
}

function Asked() {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.inside.badCases;
  const shown = useRun((run) => run.badCases);
  const busy = useRun((run) => run.asking.includes('badCases'));
  return (
    <section className="figure probe" aria-label={w.title} aria-busy={busy}>
      <Heading title={w.title} />
      {shown ? <Shown shown={shown} /> : <p className="about">{w.about}</p>}
      <button type="button" disabled={busy} onClick={() => void bench.sampleBadCases()}>
        {shown ? w.again : w.ask}
      </button>
    </section>
  );
}

function Shown({ shown: { step, pairs, judged, irrelevant, click, cases } }: { shown: Sample }) {
  const { words, fill, number, percent, items } = useSpeech();
  const w = words.inside.badCases;
  const named = ({ id, title }: { id: string; title: string }): string => title || id;
  return (
    <>
      <p className="about">
        {fill(w.summary, {
          pairs: number(pairs),
          judged: percent(pairs === 0 ? 0 : judged / pairs),
          share: percent(pairs === 0 ? 0 : irrelevant / pairs),
          irrelevant: number(click.irrelevant, 3),
          all: number(click.all, 3),
          step: number(step),
        })}
      </p>
      {cases.length === 0 ? (
        <p className="about">{w.none}</p>
      ) : (
        <ol className="bad-cases">
          {cases.map(({ user, past, item, relevance, click: chance }, at) => (
            <li key={at}>
              <b>{named(item)}</b> {fill(w.who, { user: named(user), past: items(past.map(named)) })}
              <span>{fill(w.values, { relevance: number(relevance, 3), click: number(chance, 3) })}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
