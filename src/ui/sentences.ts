export * from '../words/sentences';
