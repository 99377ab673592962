// npm test: everything, with its own set-up. npm run check (--quick): format, types, lint and the tests that need
// neither GPU, PyTorch nor browser.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, testNeeds } from './machine.mjs';
import { installPackages, root } from './packages.mjs';
import { reachesGpu, readPlaywright, readVitest, tally } from './tally.mjs';

const isQuick = process.argv.includes('--quick');
const mustRunAll = Boolean(process.env['CI']);
const reports = join(root, '.cache');
/** @param {string} name */
const report = (name) => join(reports, `${name}.json`);
const [unitReport, sharedReport, aloneReport] = [report('unit'), report('shared'), report('alone')];
const playwrightReport = report('playwright');

// llvmpipe computes where it is called: there is a worker of tests for each core, and to wake threads for dispatches as
// small as these takes a fifth of the CPU time.
process.env['LP_NUM_THREADS'] ??= '0';

installPackages();
const unmet = isQuick ? [] : installMissing(testNeeds);
for (const need of unmet)
  console.error(
    `This machine has no ${need.what.replace(/^an? /, '')}, and apt could not bring it: without it the ${need.for} cannot run.`,
  );

mkdirSync(reports, { recursive: true });
for (const old of [unitReport, sharedReport, aloneReport, playwrightReport]) rmSync(old, { force: true });

/** @type {string[]} */
const failed = [];
/**
 * @param {string} title
 * @param {string} program a command of node_modules/.bin
 * @param {readonly string[]} args
 */
function step(title, program, args) {
  console.error(`\n— ${title}`);
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) failed.push(title);
  return status === 0;
}

step('format', 'oxfmt/bin/oxfmt', ['--check']);
step('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']);
step('lint', 'oxlint/bin/oxlint', ['--deny-warnings']);
const { unit, shared, alone } = testFiles();
// They leave nothing behind, so that modules are loaded once.
vitest('unit tests', unitReport, ['--no-isolate', ...unit]);
if (!isQuick) vitest('numeric and twin tests that share modules', sharedReport, ['--no-isolate', ...shared]);
if (!isQuick) vitest('numeric tests with a process each', aloneReport, alone);
if (!isQuick && step('build', 'vite/bin/vite.js', ['build', '--logLevel', 'error'])) {
  if (unmet.some((need) => need.what === 'Chromium')) console.error('\n— browser tests: not run, there is no Chromium');
  else step('browser tests', 'playwright/cli.js', ['test', '-c', 'e2e/playwright.config.ts']);
}

const results = [unitReport, sharedReport, aloneReport]
  .flatMap((outcome) => readVitest(outcome, root))
  .concat(readPlaywright(playwrightReport));
console.log(`\nTests\n${tally(results)}`);
const skipped = results.filter((result) => result.status === 'skipped');
for (const { kind, file, name } of skipped) console.log(`  skipped (${kind}): ${file}: ${name}`);
// Said again where it is found: what each tool printed of them lies far above.
for (const { kind, file, name, why } of results.filter(({ status }) => status === 'failed'))
  console.log(`  failed (${kind}): ${file}: ${name}${why ? `\n    ${why}` : ''}`);

if (mustRunAll && !isQuick) {
  const hasDatasets = existsSync(join(root, '../shared/datasets'));
  const forbidden = skipped.filter(({ needsDatasets }) => !needsDatasets || hasDatasets);
  if (forbidden.length > 0) failed.push(`${forbidden.length} skipped tests that must run`);
  for (const kind of ['numeric', 'twin', 'browser'])
    if (!results.some((result) => result.kind === kind && result.status !== 'skipped'))
      failed.push(`no ${kind} test ran`);
}
console.log(failed.length === 0 ? 'All of it holds.' : `Failed: ${failed.join(', ')}.`);
process.exit(failed.length === 0 ? 0 : 1);

/**
 * @param {string} title
 * @param {string} outcome path of its report
 * @param {readonly string[]} args
 */
function vitest(title, outcome, args) {
  return step(title, 'vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${outcome}`,
    ...args,
  ]);
}

function testFiles() {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join('src', name));
  const reaching = files.filter((file) => reachesGpu(join(root, file)));
  const alone = reaching.filter(needsOwnProcess);
  return {
    shared: reaching.filter((file) => !alone.includes(file)),
    alone,
    unit: files.filter((file) => !reaching.includes(file)),
  };
}

/**
 * Whether a test file that reaches a device leaves its process another one than it found it: it mocks a module, asks
 * llvmpipe for lanes, which are read once, or belongs to the bench, which counts at the prototypes of WebGPU and copies
 * the kernels of tfjs before a device is opened. The others open and close devices one after another.
 * @param {string} file
 */
function needsOwnProcess(file) {
  const text = readFileSync(join(root, file), 'utf8');
  return file.startsWith(join('src', 'bench')) || /\bvi\.mock\(|\bonDevice\(\{ lanes/.test(text);
}
