/** The page may load its own files and nothing else: planted offences are refused by the browser, and noticed. */
import { policyHeaders } from '../src/cli/setup/page-policy.mjs';
import { openLab, setBatch, transport } from './actions';
import { expect, test } from './lab';

/** Nothing listens there. */
const ELSEWHERE = 'http://127.0.0.1:9/';

test('what would leave the page is refused, in the page and in its workers, and every journey would fail on it', async ({
  page,
  witness,
}) => {
  const scripts = new Set<string>();
  page.on('worker', (worker) => scripts.add(worker.url()));
  await openLab(page);
  const seen = async (what: RegExp) => {
    await expect.poll(() => witness.join('\n')).toMatch(what);
    witness.length = 0;
  };
  const send = (to: string) =>
    fetch(to).then(
      () => 'sent',
      () => 'refused',
    );

  expect(await page.evaluate(send, ELSEWHERE)).toBe('refused');
  await seen(/connect-src 'self'/);
  // Baselines are counted beside a curve. Their worker ends by itself: each is begun once more, with nothing to do.
  await setBatch(page, 64);
  await transport(page, 'Step').click();
  await expect.poll(() => scripts.size).toBe(2);
  for (const script of scripts) {
    const begun = page.waitForEvent('worker');
    await page.evaluate((url) => {
      Object.assign(window, { [url]: new Worker(url, { type: 'module' }) });
    }, script);
    const worker = await begun;
    expect(await worker.evaluate(send, ELSEWHERE)).toBe('refused');
    await seen(/Refused in a worker: connect-src/);
  }
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.head.append(script);
  });
  await seen(/script-src 'self'/);
  await expect(page).toHaveTitle('Tower Lab');
  // Later: what the driver evaluates may do so itself.
  const run = () =>
    new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return "run"')() as string);
        } catch {
          resolve('refused');
        }
      });
    });
  expect(await page.evaluate(run)).toBe('refused');
  await page.evaluate((src) => document.body.append(Object.assign(new Image(), { src })), `${ELSEWHERE}pixel.png`);
  await seen(/img-src 'self' data:/);
});

test('no other page may frame it, and a server without headers leaves the rest of the policy to the page', async ({
  page,
  baseURL,
  witness,
}) => {
  const response = await page.goto('./');
  const header = response!.headers();
  for (const [name, value] of Object.entries(policyHeaders)) expect(header[name.toLowerCase()], name).toBe(value);
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    policyHeaders['Content-Security-Policy'].replace("; frame-ancestors 'none'", ''),
  );
  const framing = new URL('framing', baseURL).href;
  const html = '<!doctype html><title>framing</title><iframe src="./"></iframe>';
  await page.route(framing, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(framing);
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  witness.length = 0;
});
