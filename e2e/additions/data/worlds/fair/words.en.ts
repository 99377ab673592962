import type { WorldWords } from '../world';

export default { title: 'The fair', about: 'Half of the visitors play, half of them eat.' } satisfies WorldWords;
