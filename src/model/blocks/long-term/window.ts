import type { PastWindow } from '../../../data/sessions';

export const earlierSessions = (gapMinutes: number, days: number): PastWindow => ({
  sessions: 'earlier',
  gapMinutes,
  days,
});
