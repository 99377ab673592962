import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOutLine, leftOutSentences, problemSentence } from './sentences';
import { placeholders, speak } from './words';

describe('problems of the model', () => {
  it('name only values that the model gives', () => {
    const given: Record<string, string[]> = {};
    const model = join(import.meta.dirname, '..', 'model');
    const sources = readdirSync(model, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => readFileSync(join(model, path), 'utf8'));
    for (const [, code = '', values = ''] of sources
      .join('\n')
      .matchAll(/code: '([\w-]+)',(?: field: [^,]+,)? values: \{([^}]*)\}/g)) {
      given[code] = [
        ...(given[code] ?? []),
        ...[...values.matchAll(/(\w+)(?=[:,\s]|$)/g)].map(([, name = '']) => name),
      ];
    }
    const unknown = Object.entries(speak('en').words.problem).flatMap(([code, text]) => {
      const known = given[code];
      return known
        ? placeholders(text)
            .filter((name) => !known.includes(name))
            .map((name) => `${code}: {${name}}`)
        : [];
    });
    expect(Object.keys(given).length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('call inputs, and the kinds of what they take, by their names', () => {
    const wrong = {
      nodeId: 'fm',
      code: 'wrong-kind',
      values: { input: 'main', needs: 'fields, vector', got: 'pairing' },
    } as const;
    expect(problemSentence(wrong, speak('en'))).toBe('The input needs fields, vector, but gets pairing.');
    expect(problemSentence(wrong, speak('zh'))).toBe(
      speak('zh').fill(speak('zh').words.problem['wrong-kind'], { needs: '特征域，向量', got: '配对' }),
    );
    expect(problemSentence({ nodeId: 'x', code: 'missing-input', values: { input: 'main' } }, speak('en'))).toBe(
      'The input “main vector” is not connected.',
    );
    expect(
      problemSentence({ nodeId: 'x', code: 'missing-input', values: { input: 'of another version' } }, speak('zh')),
    ).toContain('of another version');
  });
});

describe('who is left out', () => {
  const lacking = {
    leftOut: { validation: { 'no-events': 1, 'no-history': 40 }, test: { 'no-events': 1200, 'no-history': 1 } },
    trainingRows: { withoutHistory: 0.4762, untested: 0.317 },
  };

  it('is said in a line, and number by number of each part', () => {
    expect(leftOutLine(lacking, speak('en'))).toBe(
      '1,201 users are not tested; 47.6% of the training rows have no history',
    );
    expect(leftOutSentences(lacking, speak('en'))).toEqual([
      '1 user has no events in the validation set.',
      '40 users have events in the validation set but none before it, and are left out of the average.',
      '1,200 users have no events in the test set.',
      '1 user has events in the test set but none before it, and is left out of the average.',
      '47.6% of the training rows have no history: the model sees an empty history there.',
      '31.7% of the training rows belong to users who are never tested.',
    ]);
    expect(leftOutSentences(lacking, speak('zh'))[0]).toBe('1 个用户在验证集中没有事件。');
  });

  it('is said once where it holds for both parts', () => {
    const few = { ...lacking, leftOut: { validation: { 'few-events': 3 }, test: { 'few-events': 3 } } };
    expect(leftOutSentences(few, speak('en')).slice(0, -2)).toEqual([
      '3 users have fewer than three events and are used for training only.',
    ]);
    expect(leftOutSentences({ ...few, leftOut: { validation: {}, test: {} } }, speak('en'))).toHaveLength(2);
  });
});
