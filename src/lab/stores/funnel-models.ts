/** The models of the standard funnel, with the runs that are there already. */
import type { Stage } from '../../model/document/graph';
import type { Schema } from '../../model/document/schema';
import { documentUntil, presetsIn, standardFunnel } from '../funnel/standard';
import { isOver, type Run } from '../runs/run';
import { trainsAlike, type Document } from './graph';
import { documentIn } from './runs-actions';

export interface FunnelModel {
  preset: string;
  /** What is trained. */
  document: Document;
  /** The newest that has trained it to its end; null where none has. */
  run: Run | null;
}

/** @param usable runs of this data whose weights are kept, the newest first; @param until as in `documentUntil` */
export const funnelModels = (schema: Schema, until: Stage['until'] | null, usable: readonly Run[]): FunnelModel[] =>
  presetsIn(standardFunnel(schema)).map((preset) => {
    const document = documentUntil(preset, schema, until);
    const run = usable.find((own) => isOver(own) && trainsAlike(documentIn(own), document)) ?? null;
    return { preset, document, run };
  });
