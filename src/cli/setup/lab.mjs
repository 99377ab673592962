// npm run lab -- …: the headless lab. Silent but for the lab itself, whose stdout may be piped into another program.
import { pathToFileURL } from 'node:url';
import { buildProgram } from './build.mjs';
import { installPackages } from './packages.mjs';

installPackages();
await import(pathToFileURL(await buildProgram('lab')).href);
