// How many tests of each kind ran, and which did not, out of the JSON reports of Vitest and Playwright.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * numeric: runs on WebGPU. twin: compares with PyTorch. browser: runs in Chromium. unit: the rest.
 * @typedef {'unit' | 'numeric' | 'twin' | 'browser'} Kind
 * @typedef {{ kind: Kind, file: string, name: string, status: 'passed' | 'failed' | 'skipped', needsDatasets: boolean,
 * why?: string }} Result
 */

/**
 * @param {string} report path of Vitest's JSON report
 * @param {string} root
 * @returns {Result[]}
 */
export function readVitest(report, root) {
  if (!existsSync(report)) return [];
  /**
   * @type {{ testResults: { name: string, message: string, status: string, assertionResults: { fullName: string,
   * status: string, failureMessages?: string[] }[] }[] }}
   */
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ name: file, assertionResults }) => {
    const text = readFileSync(file, 'utf8');
    return assertionResults.map(({ fullName, status, failureMessages: [why] = [] }) => ({
      kind: kindOf(file, fullName),
      file: relative(root, file),
      name: fullName,
      status: status === 'passed' || status === 'failed' ? status : 'skipped',
      needsDatasets: text.includes('shared/datasets'),
      ...(why ? { why: firstLines(why) } : {}),
    }));
  });
}

/** @param {string} message */
const firstLines = (message) => message.split('\n').slice(0, 3).join(' ').slice(0, 400);

/**
 * @param {string} report path of Playwright's JSON report
 * @returns {Result[]}
 */
export function readPlaywright(report) {
  if (!existsSync(report)) return [];
  /**
   * @typedef {{ title: string, file: string, specs?: { title: string, file: string, tests: { status: string }[] }[],
   * suites?: Suite[] }} Suite
   */
  /** @type {{ suites: Suite[] }} */
  const { suites } = JSON.parse(readFileSync(report, 'utf8'));
  /** @param {Suite} suite @returns {Result[]} */
  const read = (suite) => [
    ...(suite.specs ?? []).flatMap(({ title, file, tests }) =>
      tests.map(({ status }) => ({
        kind: /** @type {const} */ ('browser'),
        file: `e2e/${file}`,
        name: title,
        status:
          status === 'skipped'
            ? /** @type {const} */ ('skipped')
            : status === 'expected'
              ? /** @type {const} */ ('passed')
              : /** @type {const} */ ('failed'),
        needsDatasets: false,
      })),
    ),
    ...(suite.suites ?? []).flatMap(read),
  ];
  return suites.flatMap(read);
}

/**
 * @param {string} file
 * @param {string} name
 * @returns {Kind}
 */
function kindOf(file, name) {
  if (/\b(PyTorch|twins?)\b/i.test(name)) return 'twin';
  return reachesGpu(file) ? 'numeric' : 'unit';
}

/** @type {Map<string, boolean>} */
const knownToReachGpu = new Map();

/**
 * Whether a source file opens WebGPU in Node: itself, through what it imports, or by starting the headless lab.
 * @param {string} file
 * @returns {boolean}
 */
export function reachesGpu(file) {
  const known = knownToReachGpu.get(file);
  if (known !== undefined) return known;
  knownToReachGpu.set(file, false); // an import cycle ends here
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*['"](\.[^'"]+)['"]/g)].map((match) =>
    join(dirname(file), match[1] ?? ''),
  );
  const reaches =
    text.includes('setup/lab.mjs') ||
    imports.some((target) => {
      if (target.endsWith('/node-gpu')) return true;
      const source = [`${target}.ts`, `${target}.tsx`].find((candidate) => existsSync(candidate));
      return source !== undefined && reachesGpu(source);
    });
  knownToReachGpu.set(file, reaches);
  return reaches;
}

/** @param {readonly Result[]} results */
export function tally(results) {
  /** @param {Kind} kind @param {Result['status']} status */
  const count = (kind, status) => results.filter((result) => result.kind === kind && result.status === status).length;
  const lines = /** @type {const} */ (['unit', 'numeric', 'twin', 'browser']).map((kind) => {
    const [failed, skipped] = [count(kind, 'failed'), count(kind, 'skipped')];
    return `  ${kind.padEnd(8)} ${String(count(kind, 'passed')).padStart(5)} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`;
  });
  return lines.join('\n');
}
