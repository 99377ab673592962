/** `npm run bench -- attack`: hostile input for the command line, each with what must come of it. */
import { join } from 'node:path';
import { UsageError, type AttackOptions } from '../options';
import { hush, print, say } from '../terminal';
import { attacks, type Placed } from './attacks';
import { isSilent, reportText, type Skipped, type Tried } from './report';
import { closeGround, openGround, reasonToSkip, runAttack, type Ground } from './run';
import { wrongsOf } from './verdict';

/** As many as two cores take. */
const AT_ONCE = 2;
const LAST_LINES = 6;

/** @returns the exit code: 1 where any came out wrong */
export async function runAttacks({ areas, names, json }: AttackOptions, root: string): Promise<number> {
  const unknown = names?.find((name) => attacks.every((one) => one.name !== name));
  if (unknown !== undefined) throw new UsageError(`--case: there is none of the name "${unknown}"`);
  const asked = attacks.filter(({ area, name }) => areas.includes(area) && (names?.includes(name) ?? true));
  const ground = await openGround(join(root, 'dist/lab/main.js'));
  try {
    const skipped: Skipped[] = [];
    const able = asked.filter((attack) => {
      const reason = reasonToSkip(attack, ground);
      if (reason !== null) skipped.push({ area: attack.area, name: attack.name, reason });
      return reason === null;
    });
    const tried = await inTurns(able, AT_ONCE, async (attack, done) => {
      const result = await tryOne(attack, ground);
      say(`${done} of ${able.length}: ${attack.area}, ${attack.name}${result.wrongs.length > 0 ? ' WRONG' : ''}`);
      return result;
    });
    hush();
    const report = { tried, skipped, adapter: ground.adapter };
    print(json ? JSON.stringify(report) : reportText(report));
    return tried.every(({ wrongs }) => wrongs.length === 0) ? 0 : 1;
  } finally {
    closeGround(ground);
  }
}

async function tryOne(attack: Placed, ground: Ground): Promise<Tried> {
  const outcome = await runAttack(attack, ground);
  const { area, name, command } = attack;
  const silence = ground.watches ? outcome.silence : null;
  // Nothing can be shown while a kernel is compiled: whether that was all, a second try tells.
  const again = isSilent(silence) ? (await runAttack(attack, ground)).silence : null;
  return {
    area,
    name,
    command,
    code: outcome.code,
    wrongs: wrongsOf(attack, outcome),
    lastLines: outcome.stderr.split('\n').slice(-LAST_LINES),
    silence,
    again,
    cpu: outcome.cpu,
  };
}

/** Results in the order of the list. @param work told how many are done when this one is */
async function inTurns<T, R>(
  list: readonly T[],
  atOnce: number,
  work: (one: T, number: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const at = next++;
      results[at] = await work(list[at]!, at + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
