import { AT_REST } from '../../../lab/announcer';
import { defineScenes } from '../../gallery/scene';

export default defineScenes({
  preset: 'two-tower',
  states: {
    // What loads here is the log itself.
    loading: async ({ lab, bench }) => {
      bench.data.setState({ busy: 'load' });
      lab.announcer.progress({ ...AT_REST, phase: 'preparing', detail: 'encoding', fraction: 0.4 });
    },
  },
});
