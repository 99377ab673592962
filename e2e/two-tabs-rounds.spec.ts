/**
 * Two tabs at work at the same time, in rounds drawn from a seed: each shows after every round what the same tab shows
 * alone in a fresh profile, and has its weights to the bit. It runs where TWO_TABS_ROUNDS says how many; the short form
 * is `src/lab/two-tabs-rounds.test.ts`.
 */
import { expect, test } from './lab';
import { TabOfRounds, type Outcome } from './rounds';

const ROUNDS = Number(process.env['TWO_TABS_ROUNDS']);
const TABS = [
  { name: 'Ada', seed: 1 },
  { name: 'Bea', seed: 2 },
] as const;

test.use({ actionTimeout: 120_000 });

async function playAll(tab: TabOfRounds): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let n = 0; n < ROUNDS; n++) outcomes.push(await test.step(`${tab.name} ${n}`, () => tab.play()));
  return outcomes;
}

test('two tabs at work at the same time end every round as each of them does alone, with the same weights', async ({
  context,
  browser,
}, testInfo) => {
  // Every wait of a round has a limit of its own.
  test.setTimeout(0);
  const tabs: TabOfRounds[] = [];
  for (const { name, seed } of TABS) {
    const tab = new TabOfRounds(await context.newPage(), name, seed, testInfo.outputPath('together'));
    await tab.open();
    tabs.push(tab);
  }
  const together = await Promise.all(tabs.map(playAll));

  for (const [n, { name, seed }] of TABS.entries()) {
    const profile = await browser.newContext();
    const tab = new TabOfRounds(await profile.newPage(), name, seed, testInfo.outputPath(name));
    await tab.open();
    expect(await playAll(tab), `${name}, alone`).toEqual(together[n]);
    await profile.close();
  }
});
