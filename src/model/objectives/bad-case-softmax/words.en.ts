import type { WordsOf } from '../../blocks/block';
import { candidateWords } from '../candidate-words.en';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Softmax with bad cases',
  about:
    'Three classes: clicked, not clicked, bad. Each step crosses the batch’s users with its items, lets a teacher judge how relevant they are, and samples irrelevant pairs in proportion to the click probability the current model gives them. These are the model’s own mistakes, and it learns them as bad cases.',
  params: {
    ...likelihoodWords,
    teacher: 'Relevance judged by',
    field: 'Category or words of the items',
    column: 'Column with relevance, from 0 to 1',
    run: 'Run whose towers judge',
    length: 'Past events that count',
    threshold: 'Irrelevant below',
    bad: 'Bad cases per row, at most',
    from: 'Not clicked are items from',
    sampled: 'Items not clicked, per batch',
    noClicks: 'Weight of not clicked to one click',
    ...rowWeightWords,
  },
  options: {
    catalogue: candidateWords.options.catalogue,
    shown: candidateWords.options.shown,
    category: 'share of the past in the item’s category',
    text: 'words shared with the nearest past item (TF-IDF cosine)',
    'co-occurrence': 'co-occurrence with the past, in the training part',
    column: 'a column of the log, where it knows the pair',
    run: 'a stored run: how far above the catalogue its frozen towers score the item',
  },
  probes: {
    judged: 'Pairs of the batch that the teacher knows',
    found: 'Bad cases per row',
    relevance: 'Relevance of the bad cases',
    click: 'Click probability the model gives the bad cases',
  },
  labels: { judged: 'known', found: 'bad cases', relevance: 'relevance', click: 'P(click)' },
} satisfies WordsOf<typeof block>;
