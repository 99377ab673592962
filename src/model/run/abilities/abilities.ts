/** Every ability, and the contexts made of them: a new file registers itself. */
import type { Context } from '../../blocks/block';
import type { GraphNode } from '../../document/graph';
import type { ForwardInputs } from '../compile';
import {
  absent,
  type Ability,
  type AnyAbility,
  type Feed,
  type Given,
  type Pass,
  type Setting,
  type Twin,
} from './ability';

const found = Object.values(
  import.meta.glob<AnyAbility>(['./*.ts', '!./ability.ts', '!./abilities.ts', '!./*.test.ts'], {
    eager: true,
    import: 'default',
  }),
);

export const abilities: ReadonlyMap<string, AnyAbility> = new Map(found.map((ability) => [ability.name, ability]));

/** Those whose twins read something of their own, by name. */
export const twins: readonly (readonly [name: string, twin: Twin])[] = found.flatMap(({ name, twin }) =>
  twin ? [[name, twin] as const] : [],
);

/** What a context answers, each made when it is asked for. */
export type Answers = { readonly [N in keyof Context]?: () => Context[N] };

/** @param without is told of an ability that has no answer, and throws */
export function contextOf(answers: Answers, without: (name: string) => never): Context {
  const getters = ['training', ...abilities.keys()].map((name) => [
    name,
    { get: answers[name as keyof Context] ?? (() => without(name)) },
  ]);
  return Object.create(null, Object.fromEntries(getters) as PropertyDescriptorMap) as Context;
}

/** What the abilities hold on the device for the batches of a run, or the chunks of an encoder. */
export class Abilities {
  private readonly feeds: ReadonlyMap<string, Feed>;

  /** @throws LimitError when a buffer would not fit the adapter; Error where the data set lacks a field */
  constructor(setting: Setting) {
    this.feeds = new Map(
      found.flatMap(({ name, feed }) => {
        const made = feed?.(setting);
        return made ? [[name, made] as const] : [];
      }),
    );
  }

  prepare(given: Given): void {
    for (const feed of this.feeds.values()) feed.prepare?.(given);
  }

  submit(given: Given): void {
    for (const feed of this.feeds.values()) feed.submit(given);
  }

  /** What is held for an ability that a node of the graph asks for. */
  feedOf<N extends keyof Context, F extends Feed>({ name }: Ability<N, F>): F {
    const feed = this.feeds.get(name);
    return feed ? (feed as F) : absent(`nothing is held for "${name}"`);
  }

  /** What the nodes of a pass may ask for. */
  contexts(pass: Pass): ForwardInputs['context'] {
    return (node: GraphNode) => {
      const asking = { node, pass };
      const given = found.map(({ name, give }) => [name, () => give(asking, this.feeds.get(name) ?? null)]);
      return contextOf({ ...(Object.fromEntries(given) as Answers), training: () => pass.training }, (name) =>
        absent(`no ability "${name}"`),
      );
    };
  }

  dispose(): void {
    for (const feed of this.feeds.values()) feed.dispose();
  }
}
