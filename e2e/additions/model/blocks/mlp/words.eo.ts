import type { TranslationOf } from '../block';
import type block from './block';

export default { title: 'Plurtavola reto' } satisfies TranslationOf<typeof block>;
