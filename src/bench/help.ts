/** What `--help` prints. */
import { AREAS } from './attack/attack';
import { KINDS } from './options';
import { GRAPHS } from './reference-model/graph';

export const HELP = `npm run bench [-- flags]          times a training step of the reference model beside its rivals
npm run bench -- soak [flags]     trains for long, and fails where memory grows
npm run bench -- retrieval [flags]
                                  times the best items of a large catalogue beside its rivals, and fails where they are not exact
npm run bench -- presets [flags]  times a training step of every ready-made graph beside the same graph in plain tfjs and
                                  PyTorch, and fails where it takes more dispatches than it may or losses differ
npm run bench -- logs [flags]     times a training step on real logs: its JavaScript in parts, what it uploads, its longest sum
npm run bench -- time-to-accuracy [flags]
                                  times the command line from a real log's files to a figure, beside a PyTorch script
npm run bench -- judge [flags]    times the judgement of every ready-made graph, which each frame of a drag asks for
npm run bench -- inverse [flags]  times the inverse that EASE is made of, on the host and on the device
npm run bench -- attack [flags]   gives the command line hostile files, flags, places and weights, and fails where one is not met as it must be
npm run bench -- profile [flags]  times each kernel of a step by the device's own clock, by kernel and by node
npm run bench -- wgsl KERNEL [flags]
                                  prints the shaders that run under this name
npm run bench -- page [flags]     times the built page in Chromium: first paint, first step, a drag, the longest task

  --batch N,N             256,1024,4096 (256,1024 in a browser; soak: 64; presets, profile, wgsl: one, 256; logs: 256,1024;
                          time-to-accuracy: one, 256)
  --rows N,N              rows of the user and the item table: 20000,100000,1000000 (soak: 20000)
  --only ${KINDS.join(',')}
                          who takes part: all, but torch and faiss only in Node; in a step
                          tower-lab on WebGPU and without it; jax-js on WebAssembly, and in a browser on
                          WebGPU, too; faiss in retrieval alone
  --only ${AREAS.join(',')}
                          attack: those of these areas: all
  --case NAME             attack: the one of this name; may be given again
  --graph ${Object.keys(GRAPHS).join('|')}       tt
  --items N --users N --top N
                          retrieval: so many items of width 64, lists of so many of them for so many users: 1000000, 256, 100;
                          inverse: so many rows of the matrix, 2000
  --preset ID,ID          presets, judge: all; logs: two-tower,senet,sdm; profile, wgsl: one, two-tower
  --candidates N          presets: items of a row that rankers score, their own included: what each preset says, 16
  --events N              presets, judge, profile, wgsl: events of the generated world, 12000
  --target X              time-to-accuracy: NDCG@10 on validation (95 % of what training comes to in the end)
  --data FOLDER           logs, time-to-accuracy: where the reference logs lie, a folder each, ../shared/datasets
  --data FILE             profile, wgsl: a log of your own in place of the world
  --steps N               steps of each that is quick enough, 50 (soak: 20000); retrieval: calls, 5; logs: 20; judge: graphs,
                          200; page: frames of the drag, 100
  --browser               in Chromium instead of Node
  --json                  one JSON object on stdout`;
