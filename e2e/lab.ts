/**
 * The page under test: every journey fails on a console error, an uncaught error, a request that leaves the page's
 * origin, or anything the page's policy has to refuse.
 */
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { expect, test as base, type Locator, type Page, type Worker } from 'playwright/test';

const axeSource = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export const test = base.extend<{ witness: string[] }>({
  witness: [
    async ({ context, baseURL }, use) => {
      const origin = new URL(baseURL!).origin;
      const offences: string[] = [];
      context.on('request', (request) => {
        const url = request.url();
        if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin) offences.push(`request to ${url}`);
      });
      context.on('console', (message) => {
        if (message.type() === 'error') offences.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('page', (page) => page.on('worker', (worker) => void tellRefusals(worker)));
      context.on('weberror', (error) => offences.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      await use(offences);
      expect(offences, 'console errors, uncaught errors and foreign requests').toEqual([]);
    },
    { auto: true },
  ],
});

/** What the policy refuses a page is an error of its console; of a worker only the worker itself hears. */
const tellRefusals = (worker: Worker): Promise<void> =>
  worker
    .evaluate(() =>
      addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
        console.error(`Refused in a worker: ${effectiveDirective} ${blockedURI}`);
      }),
    )
    .catch(() => undefined); // it has ended already

export { expect };
export type { Locator, Page };

/**
 * Before the page is opened: what moves, by itself or to another place, is written down. Colours that fade are none.
 * @returns what has moved since
 */
export async function watchMotion(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const moved: string[] = [];
    const tell = (event: Event & { propertyName?: string; animationName?: string }): void => {
      const what = event.propertyName ?? event.animationName ?? '';
      if (!/opacity|color|visibility|shadow/.test(what))
        moved.push(`${event.type} of ${(event.target as Element).className}: ${what}`);
    };
    for (const type of ['transitionrun', 'animationstart']) addEventListener(type, tell, true);
    Object.assign(window, { moved });
  });
  return () => page.evaluate(() => (window as unknown as { moved: string[] }).moved);
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another language and another theme change: the rest is one structure, looked at in English. */
const RULES_IN_CHINESE = ['color-contrast', 'link-in-text-block', 'button-name', 'label', 'html-lang-valid'];

/**
 * The rules of WCAG 2.2 AA that axe can check, on the screen as it stands. Journeys in both languages have a theme for
 * each.
 * @param within selector of the part that is looked at: quicker where the rest is known
 */
export async function expectAccessible(page: Page, name: string, within = 'html'): Promise<void> {
  await page.evaluate(axeSource);
  const lang = await page.locator('html').getAttribute('lang');
  const options = {
    runOnly: lang?.startsWith('zh') ? RULES_IN_CHINESE : RULES,
    // Nodes that pass are not listed, and nothing is looked for that the page lacks: frames, audio, sheets of others.
    // A third less time, the same findings.
    resultTypes: ['violations'],
    iframes: false,
    preload: false,
  };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  );
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes
        .slice(0, 3)
        .map((node) => `    ${node.target.join(' ')} – ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`)
        .join('\n')}`,
  );
  expect(found, name).toEqual([]);
}
