import { definePanel } from '../panel';
import { Fields } from './Fields';

export default definePanel({ id: 'fields', place: 9, Page: Fields });
