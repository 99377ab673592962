/**
 * The page's side of the wall: a `Lab` over a module worker. Questions carry an id and are answered by it; events fan
 * out to listeners. A `stop` is said at once. A worker that does not answer it hangs: it is ended, and a new one brings
 * the last checkpoint back.
 */
import { AT_REST } from './announcer';
import { LabRefusal, plainFailure } from './failure';
import type { Answer, Ask, Commands, Events, FromWorker, Lab, ToWorker } from './protocol';
import type { Phase, Progress } from './progress';
import type { Own } from './runs/run-keeper';

export { LabRefusal };

/** The part of `Worker` the client needs; a test gives its own. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

const spawnWorker = (): WorkerLike =>
  new Worker(new URL('./host.worker.ts', import.meta.url), { type: 'module', name: 'tower-lab' });

/** How long a worker may take to stop while it has no step to lose. */
export const STOP_PATIENCE_MS = 1000;
/**
 * And where it has: a slow adapter may be compiling kernels, or in the middle of a step, and the weights are to be
 * those of the last one.
 */
export const STOP_LIMIT_MS = 20_000;
const STOPPABLE: readonly Phase[] = ['compiling', 'training', 'paused'];

interface Pending {
  answer(value: unknown): void;
  refuse(reason: LabRefusal): void;
}

export function connectLab(spawn: () => WorkerLike = spawnWorker): Lab {
  return new LabClient(spawn);
}

class LabClient implements Lab {
  #worker: WorkerLike;
  #nextId = 1;
  #pending = new Map<number, Pending>();
  #listeners = new Map<keyof Events, Set<(event: never) => void>>();
  /** What a fresh worker must be told again to stand where the old one stood. */
  #memory: { open?: Ask<'open'>; load?: Ask<'load'>; pace?: Ask<'pace'>; watch?: Ask<'watch'> } = {};
  #disposed = false;
  #progress: Progress | null = null;
  /** The run that is there, and the last one that had a checkpoint on the same data: none of another tab. */
  #own: Own = { run: null, checkpoint: false };
  #kept: string | null = null;
  /** Stops that were asked for and have not ended yet. */
  #stops = 0;

  constructor(readonly spawn: () => WorkerLike) {
    this.#worker = this.#start();
  }

  ask<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    if (this.#disposed)
      return Promise.reject(
        new LabRefusal(plainFailure('cut-off', { message: `"${command}" asked of a lab that was disposed` })),
      );
    const answer = this.#post(command, ask);
    if (command === 'stop') return this.#stopOrRestart(answer) as Promise<Answer<K>>;
    return answer.then((value) => {
      this.#remember(command, ask);
      return value;
    });
  }

  on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  dispose(): void {
    this.#disposed = true;
    this.#endWorker();
    this.#listeners.clear();
  }

  #start(): WorkerLike {
    const worker = this.spawn();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => this.#crashed(event.message || 'the worker could not be started');
    worker.onmessageerror = () => this.#crashed('a message from the worker could not be read');
    return worker;
  }

  #post<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K>> {
    const id = this.#nextId++;
    return new Promise<Answer<K>>((resolve, reject) => {
      // The one place where the wire's `unknown` meets the typed map: an id answers exactly the command it was given
      // for.
      this.#pending.set(id, { answer: (value) => resolve(value as Answer<K>), refuse: reject });
      this.#worker.postMessage({ id, command, ask });
    });
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'event') {
      this.#hear(message.type, message.event as Events[keyof Events]);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.answer(message.answer);
    else pending?.refuse(new LabRefusal(message.failure));
  }

  #hear<K extends keyof Events>(type: K, event: Events[K]): void {
    if (type === 'own') this.#take(event as Own);
    if (type === 'progress') {
      const progress = event as Progress;
      this.#progress = progress;
      // Said before the worker heard of the stop: the screen says "stopping" already.
      if (this.#stops > 0 && STOPPABLE.includes(progress.phase)) return;
    }
    this.#publish(type, event);
  }

  #take(own: Own): void {
    this.#own = own;
    if (own.checkpoint || own.run === null) this.#kept = own.run;
  }

  #publish<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const listener of this.#listeners.get(type) ?? []) (listener as (event: Events[K]) => void)(event);
  }

  #remember<K extends keyof Commands>(command: K, ask: Ask<K>): void {
    if (command === 'open') this.#memory.open = ask as Ask<'open'>;
    if (command === 'load') {
      this.#memory.load = ask as Ask<'load'>;
      delete this.#memory.watch;
    }
    if (command === 'pace') this.#memory.pace = ask as Ask<'pace'>;
    if (command === 'watch') this.#memory.watch = ask as Ask<'watch'>;
  }

  async #stopOrRestart(answer: Promise<unknown>): Promise<Answer<'stop'>> {
    const progress = this.#progress;
    if (progress && STOPPABLE.includes(progress.phase))
      this.#publish('progress', { ...progress, phase: 'stopping', detail: null, secondsLeft: null });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, progress && progress.step > 0 ? STOP_LIMIT_MS : STOP_PATIENCE_MS, 'late');
    });
    this.#stops += 1;
    const first = await Promise.race([answer.catch(() => ({})), late]);
    this.#stops -= 1;
    clearTimeout(timer);
    if (first === 'late' && !this.#disposed) await this.#restart();
    // A stop that came to nothing, with the run where it was.
    else if (this.#progress && STOPPABLE.includes(this.#progress.phase)) this.#hear('progress', this.#progress);
    return {};
  }

  /**
   * A new worker with the same device and data, where the run stands stopped at its last checkpoint, or idle where
   * there was none.
   */
  async #restart(): Promise<void> {
    this.#endWorker();
    this.#worker = this.#start();
    const { watch } = this.#memory;
    try {
      await this.#bringBack();
      if (watch) await this.#post('watch', watch);
    } catch (error) {
      this.#publish(
        'failed',
        error instanceof LabRefusal ? error.failure : plainFailure('internal', { message: String(error) }),
      );
    }
  }

  async #bringBack(): Promise<void> {
    const { open, load, pace } = this.#memory;
    if (open) this.#publish('device', await this.#post('open', open));
    if (pace) await this.#post('pace', pace);
    const own = this.#own;
    const restored = await this.#post('restore', { run: this.#kept });
    if (restored && own.checkpoint) {
      this.#hear('progress', restored.progress);
      if (restored.progress.phase === 'paused') await this.#post('stop', {});
      return;
    }
    // The run before the one that hung, and has nothing to go on from, brings its data and no weights.
    if (restored) await this.#post('load', { source: restored.run.data.source });
    else if (load) await this.#post('load', load);
    this.#hear('progress', AT_REST);
  }

  #endWorker(): void {
    this.#worker.onmessage = this.#worker.onerror = this.#worker.onmessageerror = null;
    this.#worker.terminate();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { refuse } of pending)
      refuse(new LabRefusal(plainFailure('cut-off', { message: 'the worker was ended' }), true));
  }

  #crashed(message: string): void {
    const failure = plainFailure('worker-ended', { message });
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { refuse } of pending) refuse(new LabRefusal(failure));
    this.#publish('failed', failure);
  }
}
