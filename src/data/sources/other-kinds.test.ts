import { expect, it } from 'vitest';
import { DataError } from '../table';
import { readTable } from './readers';

const codeOf = (name: string, text: string): Promise<string> =>
  readTable(new File([text], name), { file: 'log', options: {} }).then(
    ({ format }) => format,
    (error: unknown) => (error instanceof DataError ? error.problem.code : String(error)),
  );

it.each([
  ['log.json', '[{"user":"a","item":"x"},{"user":"b","item":"y"}]', 'is-json'],
  ['log.jsonl', '[\n  {"user":"a","item":"x"}\n]', 'is-json'],
  ['log.json', '{\n  "rows": [\n    {"user":"a","item":"x"}\n  ]\n}', 'is-json'],
  ['log.csv', '<!DOCTYPE html>\n<html><body>404</body></html>', 'is-markup'],
  ['log.csv', '\n<?xml version="1.0"?>\n<rows/>', 'is-markup'],
  ['log.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n', 'is-lfs-pointer'],
  ['log.json', '{"user":"a","item":"x"}\n{"user":"b","item":"y"}\n', 'jsonl'],
  ['log.csv', 'version,item\n[1],<x>\n[2],<y>\n', 'csv'],
])('%s that begins %j is %s', async (name, text, expected) => {
  expect(await codeOf(name, text)).toBe(expected);
});
