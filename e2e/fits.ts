/** What does not fit: texts that are cut off, and what stands out of the screen. */
import type { Locator } from 'playwright/test';
import type { Page } from './lab';

/** Texts that are cut off or squeezed, and what stands out of the side of a panel or a dialog. */
export const cutIn = (shown: Locator): Promise<string[]> =>
  shown.evaluate((panel) => {
    const { left, right } = panel.getBoundingClientRect();
    const describe = (element: Element) => `${element.className} “${element.textContent?.trim().slice(0, 40)}”`;
    /** Its whole text can be read: it scrolls, or a tooltip says it. */
    const scrolls = (element: Element) =>
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && (element as HTMLElement).tabIndex >= 0;
    return [...panel.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
      if (element.closest('.sr-only, svg, option') || !element.offsetParent) return [];
      const box = element.getBoundingClientRect();
      const out = (box.right > right + 1 || box.left < left - 1) && !ancestors(element).some(scrolls);
      const style = getComputedStyle(element);
      const clips = style.overflowX !== 'visible' && !['auto', 'scroll'].includes(style.overflowX);
      const isCut =
        clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2);
      const hasTitle = [element, ...ancestors(element)].some(({ title }) => title !== '');
      const overflows = ['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const lines = document.createRange();
      lines.selectNodeContents(element);
      const isSqueezed = element.tagName === 'BUTTON' && !element.children.length && lines.getClientRects().length > 2;
      return [
        ...(isSqueezed ? [`squeezed: ${describe(element)}`] : []),
        ...(out ? [`out of the panel: ${describe(element)}`] : []),
        ...(isCut && element.textContent && !hasTitle ? [`cut: ${describe(element)}`] : []),
        ...(overflows && element.tabIndex < 0 ? [`scrolls out of reach of the keyboard: ${describe(element)}`] : []),
      ];
    });
    function ancestors(element: Element): HTMLElement[] {
      const parent = element.parentElement;
      return parent === null || parent === panel ? [] : [parent, ...ancestors(parent)];
    }
  });

/** By how many pixels the page is wider than the screen. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
