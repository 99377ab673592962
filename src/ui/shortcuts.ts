/**
 * Keys that work anywhere on the page. Letters go by their place on the keyboard, so that a Chinese layout does not
 * change them.
 */
export type Shortcut =
  | 'main'
  | 'step'
  | 'stop'
  | 'undo'
  | 'redo'
  | 'data'
  | 'board'
  | 'add'
  | 'help'
  | 'projector'
  | 'towers'
  /** By the digit of its key. */
  | `panel:${number}`;

export interface KeyPress {
  code: string;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

const PLAIN: Readonly<Record<string, Shortcut>> = {
  KeyN: 'step',
  KeyX: 'stop',
  KeyD: 'data',
  KeyG: 'board',
  KeyA: 'add',
  KeyF: 'projector',
  KeyS: 'towers',
};

/**
 * What a key press means, or null.
 * @param typing focus is in a field that takes text.
 * @param onControl focus is on a control that takes the space key.
 */
export function shortcutOf(press: KeyPress, typing: boolean, onControl: boolean): Shortcut | null {
  // 229 is what some input methods send in place of isComposing.
  if (press.isComposing || press.keyCode === 229) return null;
  if ((press.ctrlKey || press.metaKey) && !press.altKey) {
    if (typing) return null;
    if (press.code === 'KeyZ') return press.shiftKey ? 'redo' : 'undo';
    return press.code === 'KeyY' ? 'redo' : null;
  }
  if (typing || press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.key === '?' || press.key === '？') return 'help';
  if (press.shiftKey) return null;
  if (press.code === 'Space') return onControl ? null : 'main';
  if (press.code === 'KeyP') return 'main';
  const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
  return digit === undefined ? (PLAIN[press.code] ?? null) : `panel:${Number(digit)}`;
}
