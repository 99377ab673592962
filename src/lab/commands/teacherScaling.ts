import type { Scaling } from '../../data/platt-scaling';
import { command } from '../command';
import { scalingOfTeacher } from '../training/make-teachers';

declare module '../protocol' {
  interface Commands {
    /**
     * By which the scores of its teacher, a stored run, became log-odds for the model that is there; null where it
     * learns from none, or reads scores as they are.
     */
    teacherScaling: [Record<never, never>, Scaling | null];
  }
}

export default command('teacherScaling', async (host) => {
  const { graph, dataset } = host.needModel();
  return scalingOfTeacher(graph, dataset);
});
