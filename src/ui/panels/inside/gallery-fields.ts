import { defineScenes } from '../../gallery/scene';

/** Fields behind gates, of which a budget chooses. */
export default defineScenes({ preset: 'fscd' });
