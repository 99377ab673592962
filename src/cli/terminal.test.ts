import { describe, expect, it } from 'vitest';
import { retrievalTable } from './commands/retrieve/retrieve';
import { faultOf } from './faults';
import { alignColumns, jsonOf, textOf, visible } from './terminal';
import { UsageError } from './usage-error';

/** What a terminal obeys, and what would begin another line. */
const OBEYED = /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
const HOSTILE = 'a\u001b]0;owned\u0007\u202eb\u2066\n\u2028c\u009b2J';

describe('what comes from data', () => {
  it('is shown by its code where a terminal would obey it, and left alone otherwise', () => {
    expect(visible(HOSTILE)).toBe(String.raw`a\x1b]0;owned\x07\u202eb\u2066\x0a\u2028c\x9b2J`);
    const harmless = 'Zoë, 双塔 👩‍🚀 “x” \\';
    expect(visible(harmless)).toBe(harmless);
  });

  it('keeps its line, in texts and in tables, whose columns are as wide as what is shown', () => {
    expect(textOf([HOSTILE, 'b']).split('\n')).toHaveLength(2);
    const table = alignColumns([
      ['a', 'n', ''],
      ['l\u001bg', '10', '\n'],
    ]);
    expect(table).toEqual(['a        n', String.raw`l\x1bg  10  \x0a`]);
  });

  it('is the same value in JSON', () => {
    const json = jsonOf({ [HOSTILE]: [HOSTILE] });
    expect(json).not.toMatch(OBEYED);
    expect(json).not.toContain('\n');
    expect(JSON.parse(json)).toEqual({ [HOSTILE]: [HOSTILE] });
  });

  it('never reaches the terminal from a list or a mistake', () => {
    const item = { item: 0, id: HOSTILE, title: HOSTILE, note: HOSTILE, score: 1, hit: false, seen: false };
    const lines = retrievalTable({
      user: 0,
      userId: 'u',
      userTitle: HOSTILE,
      userNote: '',
      history: [{ ...item, event: 0, time: null }],
      targets: [{ item: 0, title: HOSTILE, rank: 1 }],
      model: [item],
      popularity: [item],
      step: 1,
    });
    expect(textOf(lines)).not.toMatch(OBEYED);
    expect(textOf(lines).split('\n')).toHaveLength(lines.length);
    for (const error of [new UsageError(`--user: no user "${HOSTILE}"`), new Error(`two\nlines ${HOSTILE}`), HOSTILE]) {
      const { line } = faultOf(error, {});
      expect(line).not.toMatch(OBEYED);
      expect(line).not.toContain('\n');
    }
  });
});
