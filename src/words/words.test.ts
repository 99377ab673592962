import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBlock, knownBlocks } from '../model/nodes/registry';
import { en } from './en';
import { portName } from './ports';
import { leftOutLine, leftOutSentences, problemSentence } from './sentences';
import { placeholders, speak } from './words';
import { zh } from './zh';

/** Names, formats, units and symbols that Chinese writes in Latin letters too. */
const LATIN_ALLOWED = new Set([
  'English',
  'ItemKNN',
  'EASE',
  'MRR',
  'HR@{k}',
  'Recall@{k}',
  'NDCG@{k}',
  'Adam',
  'SGD',
  'id',
  'Esc',
  '–',
  '{min} – {max}',
  '{n}',
  'WebGPU，{adapter}',
]);

type Tree = string | { readonly [key: string]: Tree | undefined };
const isPlural = (tree: Tree): boolean => typeof tree === 'object' && 'other' in tree;

function leaves(tree: Tree, path = ''): [path: string, text: string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value ?? '', path ? `${path}.${key}` : key));
}

/** Placeholders by path; the forms of a plural count as one. */
function needs(tree: Tree, path = ''): [path: string, names: string][] {
  if (typeof tree === 'string') return [[path, placeholders(tree).join(' ')]];
  if (isPlural(tree))
    return [[path, [...new Set(Object.values(tree).flatMap((form) => placeholders(String(form))))].join(' ')]];
  return Object.entries(tree).flatMap(([key, value]) => needs(value ?? '', path ? `${path}.${key}` : key));
}

describe('the catalog', () => {
  it('has the same placeholders in both languages', () => {
    const chinese = new Map(needs(zh));
    expect(
      needs(en)
        .filter(([path, names]) => chinese.get(path) !== names)
        .map(([path, names]) => `${path}: en "${names}", zh "${chinese.get(path)}"`),
    ).toEqual([]);
  });

  it('has no empty text', () => {
    expect([...leaves(en), ...leaves(zh)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('leaves nothing in English among the Chinese words', () => {
    const latin = leaves(zh).filter(
      ([, text]) =>
        !/[\u3400-\u9fff]/.test(text) && /[A-Za-z]/.test(text.replace(/\{\w+\}/g, '')) && !LATIN_ALLOWED.has(text),
    );
    expect(latin).toEqual([]);
  });

  it('leaves nothing in Chinese among the English words but the name of the other language', () => {
    expect(leaves(en).filter(([, text]) => /[\u3400-\u9fff]/.test(text))).toEqual([['header.languageShort', '中文']]);
  });

  it('names in the problems of the model only values that the model gives', () => {
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
    const unknown = Object.entries(en.problem).flatMap(([code, text]) => {
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
      '1 user has no events in the validation part.',
      '40 users have events in the validation part but none before it, and are left out of the average.',
      '1,200 users have no events in the test part.',
      '1 user has events in the test part but none before it, and is left out of the average.',
      '47.6% of the training rows have no history: the model sees an empty past there.',
      '31.7% of the training rows are of users who are never tested.',
    ]);
    expect(leftOutSentences(lacking, speak('zh'))[0]).toBe('1 个用户在验证集中没有事件。');
  });

  it('is said once where it holds for both parts', () => {
    const few = { ...lacking, leftOut: { validation: { 'few-events': 3 }, test: { 'few-events': 3 } } };
    expect(leftOutSentences(few, speak('en')).slice(0, -2)).toEqual([
      '3 users have fewer than three events and only train.',
    ]);
    expect(leftOutSentences({ ...few, leftOut: { validation: {}, test: {} } }, speak('en'))).toHaveLength(2);
  });
});

describe('inputs and outputs', () => {
  const ports = [
    ...new Set(knownBlocks().flatMap((id) => Object.keys({ ...findBlock(id)?.inputs, ...findBlock(id)?.outputs }))),
  ];

  it('have Chinese names, but for symbols of a formula', () => {
    expect(ports.length).toBeGreaterThan(12);
    expect(ports.filter((port) => !/\p{Script=Han}/u.test(portName(port, speak('zh')))).sort()).toEqual([
      'a',
      'b',
      'logits',
    ]);
  });

  it('mean the same in every block that has them', () => {
    for (const language of ['en', 'zh'] as const) {
      const named = knownBlocks().flatMap((id) => Object.entries(findBlock(id)?.words[language].ports ?? {}));
      for (const [port, name] of named) expect(name, port).toBe(portName(port, speak(language)));
    }
  });

  it('are called so in problems, and so are the kinds of what they take', () => {
    const wrong = {
      nodeId: 'fm',
      code: 'wrong-kind',
      values: { input: 'main', needs: 'fields, vector', got: 'pairing' },
    } as const;
    expect(problemSentence(wrong, speak('en'))).toBe('The input needs fields, vector, but gets pairing.');
    expect(problemSentence(wrong, speak('zh'))).toBe(
      speak('zh').fill(zh.problem['wrong-kind'], { needs: '特征域，向量', got: '配对' }),
    );
    expect(problemSentence({ nodeId: 'x', code: 'missing-input', values: { input: 'main' } }, speak('en'))).toBe(
      'The input “main vector” is not connected.',
    );
    expect(
      problemSentence({ nodeId: 'x', code: 'missing-input', values: { input: 'of another version' } }, speak('zh')),
    ).toContain('of another version');
  });
});

describe('speech', () => {
  it('fills placeholders, writes numbers in the manner of the language, and leaves a missing value visible', () => {
    const { fill } = speak('en');
    expect(fill('{a} of {b}, {c}', { a: 12345.5, b: 'x' })).toBe('12,345.5 of x, {c}');
  });

  it('sets Latin letters apart from Chinese characters, and Chinese characters not from each other', () => {
    const { fill } = speak('zh');
    expect(fill('把 {a} 的输出连到 {b} 上', { a: '特征域（item-id）', b: 'SE 门控' })).toBe(
      '把特征域（item-id）的输出连到 SE 门控上',
    );
    expect(fill('第 {n} 步的 {x}', { n: 5 })).toBe('第 5 步的 {x}');
    expect(fill('− {a}', { a: '匹配' })).toBe('− 匹配');
    expect(speak('en').fill('of {a} and', { a: '双塔' })).toBe('of 双塔 and');
  });

  it('counts in both languages', () => {
    expect(speak('en').count(en.retrieval.events, 1)).toBe('1 event');
    expect(speak('en').count(en.retrieval.events, 4012)).toBe('4,012 events');
    expect(speak('zh').count(zh.retrieval.events, 1)).toBe('1 个事件');
  });

  it('shortens large numbers by ten thousands in Chinese and by thousands in English', () => {
    expect(speak('en').compact(12_000)).toBe('12K');
    expect(speak('zh').compact(12_000)).toBe('1.2万');
  });

  it('says sizes and times in units a person reads', () => {
    const { bytes, duration } = speak('en');
    expect(bytes(77_056)).toBe('77 kB');
    expect(bytes(25.6e9)).toBe('26 GB');
    expect(duration(9.4)).toBe('9 sec');
    expect(duration(600)).toBe('10 min');
  });
});
