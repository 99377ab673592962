import { defineScenes } from '../../gallery/scene';

export default defineScenes({ preset: 'two-tower' });
