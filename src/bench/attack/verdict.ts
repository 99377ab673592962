/** Whether a command did what its attack expects. */
import type { Attack, Change, Outcome } from './attack';
import { wrongFacts } from './facts';

/** What is wrong, each in a line; nothing where all is right. */
export function wrongsOf(attack: Attack, outcome: Outcome): string[] {
  const { code, says = [], hides, prints, told, leaves = [] } = attack;
  const { stderr, stdout } = outcome;
  const words = says instanceof RegExp ? [says] : says;
  return [
    ...(outcome.endless ? ['did not come to its end'] : []),
    ...(outcome.code === code ? [] : [`exit code ${outcome.code}, not ${code}`]),
    ...words.filter((word) => !word.test(stderr)).map((word) => `stderr does not say ${String(word)}`),
    ...(hides?.test(stderr) ? [`stderr says ${String(hides)}`] : []),
    ...(prints && !prints.test(stdout) ? [`stdout does not say ${String(prints)}`] : []),
    ...(told ? wrongFacts(stdout, told) : []),
    ...faultsOfAll(outcome),
    ...wrongChanges(outcome.changes, leaves),
    ...(outcome.wrongAfter === null ? [] : [outcome.wrongAfter]),
  ];
}

const STACK = /^\s+at .+:\d+:\d+\)?$/m;
const OBEYED = /[\p{Cc}\p{Bidi_Control}]/u;
const ABORTED = /core dumped|FATAL ERROR|Segmentation fault/;

/** What no command may do, whatever it is given. */
function faultsOfAll({ code, stderr, stdout }: Outcome): string[] {
  return [
    ...(STACK.test(stderr) ? ['stderr holds a stack trace'] : []),
    ...(ABORTED.test(stderr) ? ['the program was aborted'] : []),
    ...(OBEYED.test(stderr.replaceAll('\n', '')) ? ['stderr holds what a terminal obeys'] : []),
    ...(code === 2 && stdout !== '' ? ['a refusal prints on stdout'] : []),
  ];
}

/** A name that ends in a slash is a folder, with all that is in it. */
const covers = (leaf: string, name: string): boolean =>
  leaf.endsWith('/') ? `${name}/`.startsWith(leaf) : leaf === name;

function wrongChanges(changes: readonly Change[], leaves: readonly string[]): string[] {
  const isMeant = ({ name, what }: Change): boolean => WRITTEN.has(what) && leaves.some((leaf) => covers(leaf, name));
  return [
    ...changes.filter((change) => !isMeant(change)).map(({ name, what }) => `"${name}" is ${SAID[what]}`),
    ...leaves
      .filter((leaf) => !changes.some((change) => isMeant(change) && covers(leaf, change.name)))
      .map((leaf) => `"${leaf}" was not written`),
  ];
}

const WRITTEN: ReadonlySet<Change['what']> = new Set(['new', 'changed']);
const SAID: Record<Change['what'], string> = {
  new: 'left behind',
  gone: 'gone',
  changed: 'not what it was',
  mode: 'of another mode or kind',
};
