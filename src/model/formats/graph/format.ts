/** `tower-lab/graph`: the drawn towers. README.md beside this file describes it. */
import type { TowerGraph } from '../../document/graph';
import { defineFormat, type AnyVersion } from '../versioned';

export const graphFormat = defineFormat<TowerGraph>()(
  'tower-lab/graph',
  import.meta.glob<AnyVersion>(['./v*.ts', '!./*.test.ts'], { eager: true, import: 'default' }),
);
