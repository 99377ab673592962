/** The clipboard of the browser, asked for from a menu; keys go by its events and need no leave. */
import type { Edits } from './edits';

/** Puts nodes on the clipboard; says so where the browser does not allow it, and then nothing is cut. */
export async function copyTo(edits: Edits, ids: readonly string[], cut: boolean): Promise<void> {
  const written = await attempt(() => navigator.clipboard.writeText(edits.textOf(ids)));
  if (!written) edits.noClipboard();
  else if (cut) edits.cutOut(ids);
  else edits.copied(ids);
}

export async function pasteFrom(edits: Edits): Promise<void> {
  let text = '';
  const read = await attempt(async () => {
    text = await navigator.clipboard.readText();
  });
  if (read) edits.paste(text);
  else edits.noClipboard();
}

/** A page without the leave of the browser may have no clipboard at all. */
async function attempt(ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch {
    return false;
  }
}
