import { defineScenes } from '../../gallery/scene';

export default defineScenes({ preset: 'two-tower', answers: () => ({ countFields: () => ({ fields: 3, items: 4 }) }) });
