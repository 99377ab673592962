import type { PastWindow } from '../../../data/sessions';

export const lastSession = (gapMinutes: number): PastWindow => ({ sessions: 'last', gapMinutes });
