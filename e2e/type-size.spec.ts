/** Type on the board is never too small to read, nothing covers it, and nodes stand clear of each other. */
import { openLab } from './actions';
import { sidewaysScroll } from './fits';
import { expect, test, type Page } from './lab';

interface Seen {
  /** The smallest type on the board, in pixels of the screen, and a text that is set in it. */
  least: { size: number; text: string };
  /** Texts of nodes of which a part is hidden from above or below, or that lie over each other. */
  cut: string[];
  /** Nodes that lie over each other. */
  overlaps: string[];
}

/** What of the board can be seen now, once the view rests. */
const seen = (page: Page): Promise<Seen> =>
  page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const viewport = document.querySelector<HTMLElement>('.react-flow__viewport')!;
    for (let before = ''; before !== viewport.style.transform;) {
      before = viewport.style.transform;
      for (let frames = 0; frames < 3; frames++) await frame();
    }
    const zoom = new DOMMatrix(viewport.style.transform).a;
    const pane = document.querySelector('.board')!.getBoundingClientRect();
    interface Line {
      of: Text;
      /** As it is seen: what its elements clip is away. */
      rect: DOMRect;
      /** How much of its height is seen. */
      shown: number;
    }
    /** Lines of a text that are drawn at all. */
    const linesOf = (of: Text): Line[] => {
      const range = document.createRange();
      range.selectNodeContents(of);
      return [...range.getClientRects()].flatMap((rect) => {
        let [top, bottom, left, right] = [rect.top, rect.bottom, rect.left, rect.right];
        for (let above = of.parentElement; above && !above.matches('.react-flow__node'); above = above.parentElement) {
          if (getComputedStyle(above).overflow === 'visible') continue;
          const box = above.getBoundingClientRect();
          [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
          [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        }
        return bottom - top < 1 || right - left < 1
          ? []
          : [{ of, rect: new DOMRect(left, top, right - left, bottom - top), shown: (bottom - top) / rect.height }];
      });
    };
    const textsIn = (root: Element): Text[] => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found: Text[] = [];
      while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        const isMeant = text.data.trim() !== '' && !text.parentElement!.closest('.sr-only, [aria-hidden=true]');
        if (isMeant && text.parentElement!.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
          found.push(text);
      }
      return found;
    };
    let least = { size: Infinity, text: '' };
    for (const text of textsIn(document.querySelector('.board')!)) {
      const isInside = linesOf(text).some(
        ({ rect }) =>
          rect.right > pane.left && rect.left < pane.right && rect.bottom > pane.top && rect.top < pane.bottom,
      );
      const scale = text.parentElement!.closest('.react-flow__viewport') ? zoom : 1;
      const size = parseFloat(getComputedStyle(text.parentElement!).fontSize) * scale;
      if (isInside && size < least.size) least = { size, text: text.data };
    }
    const nodes = [...document.querySelectorAll<HTMLElement>('.board [data-node]')];
    const over = (a: DOMRect, b: DOMRect, by: number): boolean =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > by &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
    const cut = nodes.flatMap((node) => {
      const box = node.getBoundingClientRect();
      const lines = textsIn(node).flatMap(linesOf);
      const id = node.dataset['node']!;
      return lines.flatMap((line, at) => [
        // A tenth is the room that a font keeps for accents and descenders.
        ...(line.shown < 0.9 || line.rect.bottom > box.bottom + 1 ? [`${id}: ${line.of.data}`] : []),
        ...lines.slice(at + 1).flatMap((other) => {
          // Lines are set closer than a font is high; a text that ends in dots has two boxes.
          const by = Math.min(line.rect.height, other.rect.height) * 0.3;
          const isOver = other.of !== line.of && over(line.rect, other.rect, by);
          return isOver ? [`${id}: ${line.of.data} / ${other.of.data}`] : [];
        }),
      ]);
    });
    const boxes = nodes.map((node) => [node.dataset['node']!, node.getBoundingClientRect()] as const);
    const overlaps = boxes.flatMap(([a, one], at) =>
      boxes.slice(at + 1).flatMap(([b, other]) => (over(one, other, 0.5) ? [`${a} / ${b}`] : [])),
    );
    return { least, cut, overlaps };
  });

/** What cannot be read of the board as it is seen now. */
async function unreadable(page: Page, where: string, least: number): Promise<string[]> {
  const { least: found, cut, overlaps } = await seen(page);
  return [
    // Half a hundredth for how a zoom is rounded.
    ...(found.size < least - 0.005 ? [`${where}: “${found.text}” in ${found.size.toFixed(2)} px`] : []),
    ...cut.map((text) => `${where}, cut off: ${text}`),
    ...overlaps.map((nodes) => `${where}, overlap: ${nodes}`),
  ];
}

for (const language of ['en', 'zh'] as const) {
  test(`every preset can be read, in the whole and before a projector (${language})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await openLab(page, `?lang=${language}`);
    const controls = page.locator('.board-controls button');
    const projector = page.locator('.board-controls [aria-pressed]');
    const list = page.locator('.side-panel select').first();
    const shown = await list.inputValue();
    const presets = await list
      .locator('option')
      .evaluateAll((options) =>
        options.map((option) => ({ id: (option as HTMLOptionElement).value, title: option.textContent! })),
      );
    expect(presets.length).toBeGreaterThan(8);
    const faults: string[] = [];
    for (const { id, title } of presets) {
      if (id !== shown) {
        await list.selectOption(id);
        await expect(page.locator('.notice')).toContainText(title);
      } else if (presets[0]!.id !== shown) throw new Error('the preset that the lab opens with comes first');
      faults.push(...(await unreadable(page, `${title}, readable size`, 12)));
      await controls.nth(3).click();
      faults.push(...(await unreadable(page, `${title}, the whole`, 12)));
      await projector.click();
      await expect(page.locator('.app')).toHaveClass(/projector/);
      faults.push(...(await unreadable(page, `${title}, board alone`, 14)));
      await controls.nth(3).click();
      faults.push(...(await unreadable(page, `${title}, the whole, board alone`, 14)));
      await projector.click();
      await expect(page.locator('.app')).not.toHaveClass(/projector/);
    }

    // What the footer promises is never pushed out of it.
    for (const width of [1440, 1280, 1024, 960]) {
      await page.setViewportSize({ width, height: 768 });
      await expect(page.locator('.footer .privacy'), `at ${width}`).toBeInViewport({ ratio: 1 });
    }

    // The window at a zoom of 200 %, and a column of 320 pixels.
    for (const [width, height] of [
      [720, 450],
      [320, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (let pane = 0; pane < 3; pane++) {
        await page.locator('nav.panes button').nth(pane).click();
        expect(await sidewaysScroll(page), `pane ${pane} at ${width}`).toBeLessThanOrEqual(0);
        if (pane === 0) faults.push(...(await unreadable(page, `at ${width}`, 12)));
      }
    }
    expect(faults).toEqual([]);
  });
}
