import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import { lettersRead } from '../short-term/testing';

onDevice();
const DAY = 24 * 60;

describe('the sessions before the last one', () => {
  it('are what the last session leaves of the past', async () => {
    expect(await lettersRead('long-term', { gap: 30 }, [0, 10, 100, 110, 120])).toBe('p q');
    expect(await lettersRead('long-term', { gap: 30, length: 1 }, [0, 10, 100, 110, 120])).toBe('q');
    expect(await lettersRead('long-term', { gap: 91 }, [0, 10, 100, 110, 120])).toBe('');
  });

  it('reach back as many days from the last one as they are told, and without end at 0', async () => {
    const minutes = [0, 5 * DAY, 6 * DAY, 10 * DAY];
    expect(await lettersRead('long-term', { days: 6 }, minutes)).toBe('p q');
    expect(await lettersRead('long-term', { days: 5 }, minutes)).toBe('q');
    expect(await lettersRead('long-term', { days: 0 }, minutes)).toBe('p q');
  });
});
