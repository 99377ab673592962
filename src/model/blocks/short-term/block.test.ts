import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import { lettersRead } from './testing';

onDevice();

describe('the last session', () => {
  it('goes on until the event asked for, or is the whole one before it where that event opens another', async () => {
    expect(await lettersRead('short-term', { gap: 30 }, [0, 10, 100, 110, 120])).toBe('r s');
    expect(await lettersRead('short-term', { gap: 30 }, [0, 10, 100, 110, 9000])).toBe('r s');
  });

  it('is as wide as the gap says, and no longer than asked for', async () => {
    expect(await lettersRead('short-term', { gap: 91 }, [0, 10, 100, 110, 120])).toBe('p q r s');
    expect(await lettersRead('short-term', { gap: 91, length: 3 }, [0, 10, 100, 110, 120])).toBe('q r s');
  });
});
