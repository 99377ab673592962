/** Parameter declarations: the inspector form, the save format, the checks and the defaults follow from them. */
import type { FieldOwner, FieldSpec } from '../../data/dataset';
import type { Json, Side } from './graph';

/** `side`: of the node's own side; events belong to the user side. */
export type TableOwner = 'side' | 'user' | 'item';

/** What a parameter is and may be. */
type Kind =
  | { kind: 'int'; default: number; min: number; max: number; unit?: string }
  | { kind: 'float'; default: number; min: number; max: number; step?: number; unit?: string }
  | { kind: 'choice'; default: string; options: readonly string[] }
  | { kind: 'toggle'; default: boolean }
  /** Layer widths, bottom first: [128, 64]; between `least` and `most` layers. */
  | { kind: 'widths'; default: readonly number[]; min: number; max: number; least: number; most: number }
  /**
   * Ids of embedding tables of the graph whose field belongs to `owner`; with `of`, an encoding of a text, at most
   * `most` of them. `own`: tables of an id that no other node reads; their rows begin at zero.
   */
  | {
      kind: 'tables';
      default: readonly string[];
      owner: TableOwner;
      own?: true;
      of?: 'trigrams' | 'tokens';
      most?: number;
    }
  /**
   * The name of a categorical field of the items, or of the users and events; with `many`, or of a multi-valued one;
   * with `numbers`, of a numeric one instead.
   */
  | { kind: 'field'; default: string; of: 'item' | 'user'; many?: true; numbers?: true }
  /** The name of a column of the log with the scores of a teacher; '' for none. */
  | { kind: 'scores'; default: string }
  /**
   * The id of a stored run that is a teacher, with `towers` one of two towers, or the name of a weights file in its
   * place; '' for none.
   */
  | { kind: 'run'; default: string; towers?: true }
  /** What a training row weighs, a formula over the outcomes of the log; '' for the weights of the data. */
  | { kind: 'formula'; default: string }
  /** What fields cost, as it was measured; null where it was not. */
  | { kind: 'fieldTimes'; default: null };

/** Times by name of a field, in µs per row, on one adapter. Fields that a node does not read are passed over. */
export type MeasuredTimes = { readonly adapter: string; readonly times: Readonly<Record<string, number>> };

/** `where`: read only where another parameter has one of those values; see `when`. */
export type ParamSpec = Kind & { where?: { param: string; is: readonly string[] } };

export const int = (spec: { default: number; min: number; max: number; unit?: string }) => ({
  kind: 'int' as const,
  ...spec,
});
export const float = (spec: { default: number; min: number; max: number; step?: number; unit?: string }) => ({
  kind: 'float' as const,
  ...spec,
});
export const choice = <const O extends readonly string[]>(options: O, initial: O[number]) => ({
  kind: 'choice' as const,
  options,
  default: initial,
});
export const toggle = (initial: boolean) => ({ kind: 'toggle' as const, default: initial });
export const widths = (
  initial: readonly number[],
  limits: { min?: number; max?: number; least?: number; most?: number } = {},
) => ({ kind: 'widths' as const, default: initial, min: 1, max: 4096, least: 0, most: 8, ...limits });
export const tables = (owner: TableOwner) => ({ kind: 'tables' as const, default: [] as readonly string[], owner });
export const ownTables = () => ({ ...tables('side'), own: true as const });
/** Tables of texts of the node's own side. */
export const texts = (of: 'trigrams' | 'tokens', { most }: { most?: number } = {}) => ({
  ...tables('side'),
  of,
  ...(most === undefined ? {} : { most }),
});
export const itemField = (more: { many?: true; numbers?: true } = {}) => ({
  kind: 'field' as const,
  default: '',
  of: 'item' as const,
  ...more,
});
export const userField = (more: { many?: true } = {}) => ({
  kind: 'field' as const,
  default: '',
  of: 'user' as const,
  ...more,
});
export const scores = () => ({ kind: 'scores' as const, default: '' });

export const storedRun = (more: { towers?: true } = {}) => ({ kind: 'run' as const, default: '', ...more });

export const formula = () => ({ kind: 'formula' as const, default: '' });

export const fieldTimes = () => ({ kind: 'fieldTimes' as const, default: null });

/** The parameter, read only where the other one has one of these values; elsewhere nobody is asked for it. */
export const when = <S extends ParamSpec>(param: string, is: readonly string[], spec: S) => ({
  ...spec,
  where: { param, is },
});

/** Whether a parameter of a block is read with these values. */
export function isRead(specs: ParamSpecs, name: string, values: Readonly<Record<string, Json>>): boolean {
  const where = specs[name]?.where;
  if (!where) return true;
  const other = values[where.param] ?? specs[where.param]?.default;
  return where.is.some((value) => value === other);
}

/** Which kinds of field a parameter takes. */
export const mayBe = ({ many, numbers }: { many?: true; numbers?: true }, kind: FieldSpec['kind']): boolean =>
  numbers ? kind === 'numeric' : kind === 'categorical' || (many === true && kind === 'bag');

/** Whose fields a parameter may name. */
export const ownersOf = ({ of }: { of: 'item' | 'user' }): readonly FieldOwner[] =>
  of === 'item' ? ['item'] : ['user', 'context'];

/** Whose fields the tables of a parameter may embed. */
export function fieldOwners(owner: TableOwner, side: Side): readonly FieldOwner[] {
  if (owner !== 'side') return [owner];
  return side === 'item' ? ['item'] : ['user', 'context'];
}

/** Every objective declares it as `weight`: its factor in the loss, applied where the terms are added up. */
export const objectiveWeight = float({ default: 1, min: 0, max: 100, step: 0.1 });

/**
 * Objectives that are likelihoods declare it as `learnWeight`: whether their factor is learnt, in the same place (see
 * nodes/learnt-weight.ts).
 */
export const learntWeight = toggle(false);

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
export type ParamValue<S extends ParamSpec> = S extends { kind: 'choice'; options: readonly (infer O)[] }
  ? O
  : S extends { kind: 'toggle' }
    ? boolean
    : S extends { kind: 'widths' }
      ? readonly number[]
      : S extends { kind: 'tables' }
        ? readonly string[]
        : S extends { kind: 'field' | 'scores' | 'run' | 'formula' }
          ? string
          : S extends { kind: 'fieldTimes' }
            ? MeasuredTimes | null
            : number;
export type ParamValues<P extends ParamSpecs> = { readonly [K in keyof P]: ParamValue<P[K]> };

/** The first thing wrong with a value, or null. `values` fill the sentence of the catalog. */
export function checkParam(spec: ParamSpec, value: Json | undefined): Record<string, string | number> | null {
  const got = JSON.stringify(value) ?? 'nothing';
  switch (spec.kind) {
    case 'int':
    case 'float': {
      const fits =
        typeof value === 'number' &&
        value >= spec.min &&
        value <= spec.max &&
        (spec.kind === 'float' || Number.isInteger(value));
      return fits ? null : { got, allowed: `${spec.kind === 'int' ? 'integer ' : ''}${spec.min} – ${spec.max}` };
    }
    case 'choice':
      return typeof value === 'string' && spec.options.includes(value)
        ? null
        : { got, allowed: spec.options.join(', ') };
    case 'toggle':
      return typeof value === 'boolean' ? null : { got, allowed: 'true, false' };
    case 'widths': {
      const fits =
        Array.isArray(value) &&
        value.length >= spec.least &&
        value.length <= spec.most &&
        value.every((w) => Number.isInteger(w) && w >= spec.min && w <= spec.max);
      return fits ? null : { got, allowed: `${spec.least} – ${spec.most} × integer ${spec.min} – ${spec.max}` };
    }
    case 'tables':
      return Array.isArray(value) &&
        value.every((id) => typeof id === 'string') &&
        value.length <= (spec.most ?? Infinity)
        ? null
        : { got, allowed: `${spec.most ?? ''} table ids`.trim() };
    case 'field':
      return typeof value === 'string' ? null : { got, allowed: 'a field name' };
    case 'scores':
      return typeof value === 'string' ? null : { got, allowed: 'a column name' };
    case 'run':
      return typeof value === 'string' ? null : { got, allowed: 'the id of a run' };
    case 'formula':
      return typeof value === 'string' ? null : { got, allowed: 'a formula' };
    case 'fieldTimes':
      return value === null || areMeasured(value)
        ? null
        : { got, allowed: '{ adapter: name, times: { field: µs } }, null' };
  }
}

function areMeasured(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { adapter, times, ...more } = value as Record<string, Json>;
  return (
    typeof adapter === 'string' &&
    typeof times === 'object' &&
    times !== null &&
    !Array.isArray(times) &&
    Object.values(times).every((time) => typeof time === 'number' && Number.isFinite(time) && time >= 0) &&
    Object.keys(more).length === 0
  );
}

/** Declared defaults under what the document says. Keys the block does not know are dropped. */
export function withDefaults<P extends ParamSpecs>(specs: P, params: Record<string, Json>): ParamValues<P> {
  // A loop: a drawing is judged in every frame of a drag, and hundreds of times where widths are fitted to a budget.
  const full: Record<string, Json> = {};
  for (const name in specs) full[name] = params[name] ?? specs[name]!.default;
  return full as ParamValues<P>;
}
