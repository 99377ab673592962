/** What a browser has stored, and what its storage does: databases of earlier pages, and storages that fail. */
import { readFileSync } from 'node:fs';
import type { BrowserContext } from 'playwright/test';
import type { Page } from './lab';

/** Entries by store, with arrays, maps and files as `lab/runs/corpus` tags them. */
type Stores = Record<string, [key: string, value: unknown][]>;

export const corpus = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../src/lab/runs/corpus/${name}`, import.meta.url), 'utf8'));

/** A profile of somebody who has chosen the CPU on a page of this origin, and is in the first run yet. */
export const choseCpu = (origin: string) => ({
  cookies: [],
  origins: [
    {
      origin,
      localStorage: [
        { name: 'tower-lab/view', value: JSON.stringify({ state: { prefersCpu: true, coach: 0 }, version: 1 }) },
      ],
    },
  ],
});

/** A page of this origin that opens no database. */
export async function openEmpty(page: Page): Promise<void> {
  await page.route('**/empty', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>empty</title>' }),
  );
  await page.goto('./empty');
}

/** The database as an earlier page left it. */
export async function storeAs(page: Page, version: number, stores: Stores): Promise<void> {
  await openEmpty(page);
  await page.evaluate(
    async ([number, entries]) => {
      interface Tagged {
        f32?: number[];
        f64?: number[];
        map?: [string, unknown][];
        file?: string;
        text?: string;
        lastModified?: number;
      }
      const revive = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(revive);
        if (typeof value !== 'object' || value === null) return value;
        const { f32, f64, map, file, text = '', lastModified = 0 } = value as Tagged;
        if (f32) return Float32Array.from(f32);
        if (f64) return Float64Array.from(f64);
        if (map) return new Map(map.map(([key, own]) => [key, revive(own)]));
        if (file !== undefined) return new File([text], file, { lastModified });
        return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, revive(own)]));
      };
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tower-lab', number);
        opening.onupgradeneeded = () => Object.keys(entries).forEach((name) => opening.result.createObjectStore(name));
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const change = db.transaction(Object.keys(entries), 'readwrite');
          for (const [name, all] of Object.entries(entries))
            for (const [key, value] of all) change.objectStore(name).put(revive(value), key);
          change.oncomplete = () => {
            db.close();
            resolve();
          };
        };
      });
    },
    [version, stores] as const,
  );
}

/** Keys of a store, as the page that is open has it. */
export const storedKeys = (page: Page, store: string): Promise<unknown[]> =>
  page.evaluate(
    (name) =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('tower-lab');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asking = opening.result.transaction(name).objectStore(name).getAllKeys();
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result);
          };
        };
      }),
    store,
  );

/** As if the page had been left before any baseline of its runs was counted. */
export const forgetBaselines = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tower-lab');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const change = opening.result.transaction('runs', 'readwrite');
          const walking = change.objectStore('runs').openCursor();
          walking.onsuccess = () => {
            const cursor = walking.result;
            if (!cursor) return;
            const run = cursor.value as { baselines: object; result: { baselines: object } | null };
            run.baselines = {};
            if (run.result) run.result.baselines = {};
            cursor.update(run);
            cursor.continue();
          };
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );

/** Runs a script in the lab's worker, before anything of it: there the runs are stored. */
export async function inWorker(where: BrowserContext | Page, script: string): Promise<void> {
  await where.route(/\/host\.worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}
