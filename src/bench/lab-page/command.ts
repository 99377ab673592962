/** `npm run bench -- page`: how the built page feels, from the first paint to a drag beside a live run. */
import type { PageOptions } from '../options';
import { hush, print, say } from '../terminal';
import { feelText } from './report';
import { visit } from './visit';

export async function runPage(
  { json, steps }: PageOptions,
  { root, chromium }: { root: string; chromium: string | null },
): Promise<number> {
  const feel = await visit(root, chromium, steps, say);
  hush();
  print(json ? JSON.stringify(feel) : feelText(feel));
  return 0;
}
