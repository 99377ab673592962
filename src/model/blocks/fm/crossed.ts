/** What FM and CIN cross: fields, or a vector whose parts have one width and count as fields. */
import type { OwnProblem } from '../block';
import type { PortOf } from '../../document/ports';

/** How many, and the one width of each. Of a type that has no problem. */
export const crossed = (type: PortOf<'fields' | 'vector'>): { count: number; width: number } =>
  type.kind === 'fields'
    ? { count: type.names.length, width: type.width }
    : { count: type.parts.length, width: type.parts[0]?.width ?? 0 };

export function inferCrossed(type: PortOf<'fields' | 'vector'>): { count: number; width: number } | OwnProblem {
  const found = crossed(type);
  const other = type.kind === 'vector' ? type.parts.find(({ width }) => width !== found.width) : undefined;
  return other ? { code: 'width-mismatch', field: 'fields', values: { left: found.width, right: other.width } } : found;
}
