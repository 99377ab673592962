/** Every diagnosis, and those that a run has. */
import type { Diagnosis, Evidence, Finding } from './diagnosis';

export const diagnoses: readonly Diagnosis[] = Object.values(
  import.meta.glob<Diagnosis>('./*/diagnosis.ts', { eager: true, import: 'default' }),
).toSorted((a, b) => a.place - b.place);

export interface Found extends Finding {
  id: string;
}

export const diagnose = (evidence: Evidence): Found[] =>
  diagnoses.flatMap(({ id, look }) => {
    const finding = look(evidence);
    return finding ? [{ id, ...finding }] : [];
  });
