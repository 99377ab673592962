/** How rankers are fitted, by id: loaded where they are counted, and never by the page. */
import type { Fit } from './fitting/fitting';

const found = import.meta.glob<Fit>('./*/fit.ts', { eager: true, import: 'default' });

/** @throws Error for a ranker without a `fit.ts` */
export function fitOf(id: string): Fit {
  const fit = found[`./${id}/fit.ts`];
  if (!fit) throw new Error(`the ranker "${id}" has no fit.ts`);
  return fit;
}
