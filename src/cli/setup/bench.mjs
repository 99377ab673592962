// npm run bench -- …: builds the bench and runs it in this process.
import { pathToFileURL } from 'node:url';
import { buildBenchPage, buildPage, buildProgram } from './build.mjs';
import { findBrowser } from './machine.mjs';
import { installPackages, root } from './packages.mjs';

// A first step from cold is one whose pipelines are compiled, not fetched. Drivers read this when they load.
process.env['MESA_SHADER_CACHE_DISABLE'] ??= '1';

installPackages();
const args = process.argv.slice(2);
if (args.includes('--browser')) await buildBenchPage();
if (['attack', 'time-to-accuracy'].some((command) => args.includes(command))) await buildProgram('lab'); // what is run
if (args[0] === 'page') await buildPage();
const { main } = await import(pathToFileURL(await buildProgram('bench')).href);
// A reader that closes the pipe early, as `head` does, is no error.
process.stdout.on('error', () => process.exit(0));
const exitCode = await main(args, { root, chromium: findBrowser() });
// Dawn keeps the event loop alive, so the program ends itself, once everything it said has left.
process.stdout.write('', () => process.exit(exitCode));
