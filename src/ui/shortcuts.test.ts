import { describe, expect, it } from 'vitest';
import { shortcutOf, type KeyPress } from './shortcuts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});

describe('shortcuts', () => {
  it('go by the place of the key, whatever letter the layout puts there', () => {
    expect(shortcutOf(press('KeyN', { key: 'ㄙ' }), false, false)).toBe('step');
  });

  it('open the palette by A, but not with Ctrl or while typing', () => {
    expect([
      shortcutOf(press('KeyA'), false, true),
      shortcutOf(press('KeyA', { ctrlKey: true }), false, false),
      shortcutOf(press('KeyA'), true, false),
    ]).toEqual(['add', null, null]);
  });

  it('are silent while an input method composes', () => {
    expect(shortcutOf(press('KeyN', { isComposing: true }), false, false)).toBeNull();
    expect(shortcutOf(press('KeyN', { keyCode: 229 }), false, false)).toBeNull();
  });

  it('leave letters and undo to a field that takes text', () => {
    expect(shortcutOf(press('KeyD'), true, true)).toBeNull();
    expect(shortcutOf(press('KeyZ', { ctrlKey: true }), true, true)).toBeNull();
  });

  it('leave the space key to a focused button', () => {
    expect(shortcutOf(press('Space'), false, true)).toBeNull();
    expect(shortcutOf(press('Space'), false, false)).toBe('main');
  });

  it('undo and redo by both common keys', () => {
    expect(shortcutOf(press('KeyZ', { metaKey: true }), false, false)).toBe('undo');
    expect(shortcutOf(press('KeyZ', { ctrlKey: true, shiftKey: true }), false, false)).toBe('redo');
    expect(shortcutOf(press('KeyY', { ctrlKey: true }), false, false)).toBe('redo');
  });

  it('leave the browser its own keys', () => {
    expect(shortcutOf(press('KeyD', { ctrlKey: true }), false, false)).toBeNull();
    expect(shortcutOf(press('KeyN', { metaKey: true }), false, false)).toBeNull();
    expect(shortcutOf(press('KeyX', { altKey: true }), false, false)).toBeNull();
  });

  it('show the help by the question mark of either width', () => {
    expect(shortcutOf(press('Slash', { key: '?', shiftKey: true }), false, false)).toBe('help');
    expect(shortcutOf(press('Slash', { key: '？', shiftKey: true }), false, false)).toBe('help');
  });
});
