/**
 * From JSON of any origin to a document or the reasons why it is none. Only the form is checked here; `validate` checks
 * the meaning.
 */
import * as v from 'valibot';
import { findBlock } from '../nodes/registry';
import type { Json, Settings, TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import { problemsOfSettings } from '../document/settings';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([
    v.null(),
    v.boolean(),
    v.pipe(v.number(), v.finite()),
    v.string(),
    v.array(json),
    v.record(v.string(), json),
  ]),
);
/** Ids are parts of weight paths, so they hold no slash. */
const id = v.pipe(v.string(), v.regex(/^[^/]+$/, 'a name without "/"'));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const graphSchema = v.strictObject({
  format: v.literal('tower-lab/graph'),
  version: v.literal(1),
  kind: v.picklist(['retrieval', 'ranker']),
  title: v.string(),
  tables: v.array(v.strictObject({ id, field: v.string(), width: whole(1, 4096) })),
  nodes: v.array(
    v.strictObject({
      id,
      block: v.string(),
      side: v.picklist(['user', 'item', 'match', 'objective']),
      params: v.record(v.string(), json),
      at: v.tuple([v.pipe(v.number(), v.finite()), v.pipe(v.number(), v.finite())]),
    }),
  ),
  edges: v.array(
    v.strictObject({
      from: v.strictObject({ node: v.string(), output: v.string() }),
      to: v.strictObject({ node: v.string(), input: v.string() }),
    }),
  ),
});

const rate = v.pipe(v.number(), v.minValue(0), v.maxValue(10));
const warmup = whole(0, 1e9);
const settingsSchema = v.strictObject({
  seed: whole(0, 0xffffffff),
  batch: whole(2, 65536),
  optimizers: v.pipe(
    v.array(
      v.strictObject({
        pattern: v.string(),
        rule: v.picklist(['adam', 'lazy-adam', 'row-adagrad', 'sgd']),
        learningRate: rate,
        weightDecay: rate,
      }),
    ),
    v.minLength(1),
  ),
  // Documents from before clipping and schedules lack both.
  clipNorm: v.optional(v.nullable(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e6))), null),
  schedule: v.optional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('constant'), warmup }),
      v.strictObject({
        kind: v.literal('cosine'),
        warmup,
        steps: whole(1, 1e9),
        floor: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      }),
    ]),
    { kind: 'constant', warmup: 0 },
  ),
  stages: v.pipe(
    v.array(
      v.strictObject({
        terms: v.array(v.string()),
        trainable: v.array(v.string()),
        until: v.union([
          v.strictObject({ steps: whole(1, 1e9) }),
          v.strictObject({ epochs: whole(1, 1e6) }),
          v.strictObject({ patience: whole(1, 1e6), maxEpochs: whole(1, 1e6) }),
        ]),
      }),
    ),
    v.minLength(1),
  ),
});

/**
 * The document, with former block ids replaced by today's; or one `bad-param` per fault, at its node where it has one,
 * `field` being the path.
 */
export function parseGraph(input: unknown): Parsed<TowerGraph> {
  const parsed = parse(graphSchema, input, (path) => (path[0] === 'nodes' ? nameOf(input, path[1]) : ''));
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    value: {
      ...parsed.value,
      nodes: parsed.value.nodes.map((node) => ({ ...node, block: findBlock(node.block)?.id ?? node.block })),
    },
  };
}

/**
 * Settings, or one `bad-param` per fault with node id '' and the path as `field`; where the form is right, what
 * `problemsOfSettings` says.
 */
export function parseSettings(input: unknown): Parsed<Settings> {
  const parsed = parse(settingsSchema, input, () => '');
  const problems = parsed.ok ? problemsOfSettings(parsed.value) : [];
  return problems.length > 0 ? { ok: false, problems } : parsed;
}

function parse<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
  nodeOf: (path: readonly (string | number)[]) => string,
): Parsed<T> {
  const result = v.safeParse(schema, input);
  if (result.success) return { ok: true, value: result.output };
  const problems = result.issues.map((issue): Problem => {
    const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
    const field = path.join('.');
    // An unknown key is "expected never": the key is what was received, and nothing is allowed there.
    const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
    const got = unknownKey ? String(path.at(-1)) : issue.received === 'undefined' ? 'nothing' : issue.received;
    return {
      nodeId: nodeOf(path),
      field,
      code: 'bad-param',
      values: { param: field, got, allowed: unknownKey ? '–' : (issue.expected ?? issue.message) },
    };
  });
  return { ok: false, problems };
}

/** The id of a node of a document that may be anything, or ''. */
function nameOf(input: unknown, at: string | number | undefined): string {
  const named = v.safeParse(v.object({ nodes: v.array(v.unknown()) }), input);
  const node =
    named.success && typeof at === 'number' ? v.safeParse(v.object({ id: v.string() }), named.output.nodes[at]) : null;
  return node?.success ? node.output.id : '';
}
