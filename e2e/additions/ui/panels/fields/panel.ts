import { definePanel } from '../panel';
import { Fields } from './Fields';

export default definePanel({ id: 'fields', place: 8, Page: Fields });
