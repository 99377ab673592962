import { definePanel } from '../panel';
import { Fields } from './Fields';

export default definePanel({ id: 'fields', place: 6, title: { en: 'Fields', zh: '字段' }, Page: Fields });
