/** What a person does on the board with a mouse alone. */
import type { Locator } from 'playwright/test';
import { expect, type Page } from './lab';
import { node, notice } from './drawing';

export type Spot = readonly [x: number, y: number];

/** The board draws what a change moved a frame or more after the change is told; an arrangement glides. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.board.moving')).toHaveCount(0);
  await page.evaluate(async () => {
    const places = () =>
      [...document.querySelectorAll('.react-flow__node, .react-flow__viewport')]
        .map((node) => `${node.getAttribute('data-id')} ${getComputedStyle(node).transform}`)
        .join();
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    for (let [before, still] = ['', 0]; still < 3; still += 1) {
      await frame();
      const now = places();
      if (now !== before) [before, still] = [now, 0];
    }
  });
}

export async function middle(element: Locator): Promise<Spot> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not on the screen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Holds what is at a spot over another one, as far as what is said there. */
export async function hold(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 8, from[1] + 3);
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
  await page.mouse.move(...to, { steps: 3 });
}

/** Drags from spot to spot, and waits for what is said of it. */
export async function drag(page: Page, from: Spot, to: Spot, said: string | RegExp): Promise<void> {
  await hold(page, from, to);
  await page.mouse.up();
  await expect(notice(page)).toContainText(said);
  await settled(page);
}

/** A block of the shelf. */
export const block = (page: Page, name: string) => page.locator('.shelf-block').getByText(name, { exact: true });
/** A field that a tower does not use. */
export const unused = (page: Page, side: 'user' | 'item', field: string) =>
  page.locator(`div.lane.${side} .field.off`).getByText(field, { exact: true });
/** A field on a node. */
export const chip = (page: Page, id: string, field: string) =>
  node(page, id).locator('.field').getByText(field, { exact: true });

/** An edge by the words of its label. */
export const edge = (page: Page, ...words: string[]) =>
  words.reduce(
    (found, word) => found.and(page.locator(`.react-flow__edge[aria-label*="${word}"]`)),
    page.locator('.react-flow__edge'),
  );

/** A point of an edge: 0 where it leaves, 1 where it arrives. */
export const pointOf = (found: Locator, share: number): Promise<Spot> =>
  found.locator('.edge-reach').evaluate((path, at) => {
    const curve = path as SVGPathElement;
    const { x, y } = curve.getPointAtLength(curve.getTotalLength() * at);
    const matrix = curve.getScreenCTM()!;
    return [x * matrix.a + matrix.e, y * matrix.d + matrix.f] as const;
  }, share);

/** Beside a node, to its right. */
export async function rightOf(element: Locator): Promise<Spot> {
  const box = (await element.boundingBox())!;
  return [box.x + box.width + 10, box.y + box.height / 2];
}
