import { defineScenes } from '../../gallery/scene';

export default defineScenes({ preset: 'dat' });
