/**
 * Runs attacks: each is a line of bash in a folder of its own, with a terminal for stderr where the machine can give it
 * one, since that is where progress is shown.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WeightsFile } from '../../lab/transfer/weights-file';
import type { Attack, Folder, Outcome } from './attack';
import { logOf } from './logs';
import { linesOf } from './screen';
import { changesBetween, snapshotOf } from './snapshot';
import { running, Watch } from './watch';

const SMALL = '--steps 1 --batch 32 --dim 4 --min-item-events 1 --min-user-events 1 --baselines none';
/** Only ends what hangs, on however busy a machine. */
const ENDLESS_MS = 1_800_000;
const NOBODY = { uid: 65534, gid: 65534 };

const isRoot = process.getuid?.() === 0;
const hasTerminal = spawnSync('script', ['--version']).status === 0;

/** Where all attacks of a run find what they share. */
export interface Ground {
  folder: string;
  program: string;
  environment: NodeJS.ProcessEnv;
  /** Text of the sound weights file. */
  weights: string;
  adapter: string;
  /** Seconds of CPU time until the program can say anything: those of its help. */
  startUp: number;
  /** Whether silence can be told: progress is shown on terminals. */
  watches: boolean;
}

/** @throws Error where not even a sound log can be trained on */
export async function openGround(program: string): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'attack-'));
  chmodSync(folder, 0o755);
  const [log, weights] = [join(folder, 'sound.csv'), join(folder, 'sound.weights.json')];
  writeFileSync(log, logOf());
  // The bench measures pipelines that are compiled; here they may be fetched.
  const { MESA_SHADER_CACHE_DISABLE: _, ...inherited } = process.env;
  const environment = {
    ...inherited,
    MESA_SHADER_CACHE_DIR: join(folder, 'shaders'),
    LAB: `${process.execPath} ${program}`,
    SMALL,
    LOG: log,
    WEIGHTS: weights,
  };
  const ground = { folder, program, environment, weights: '', adapter: '', startUp: 0, watches: hasTerminal };
  const attempt = async (command: string): Promise<Outcome> => {
    const outcome = await runAttack({ name: 'a sound command', command, code: 0 }, ground);
    if (outcome.code !== 0) throw new Error(`${command} ends with ${outcome.code}: ${outcome.stderr}`);
    return outcome;
  };
  const { cpu } = await attempt('$LAB --help');
  const { stdout } = await attempt(`$LAB train --log $LOG $SMALL --json --out ${weights}`);
  const { adapter } = JSON.parse(stdout) as { adapter: string };
  return { ...ground, weights: readFileSync(weights, 'utf8'), adapter, startUp: cpu };
}

export const closeGround = ({ folder }: Ground): void => rmSync(folder, { recursive: true, force: true });

/** Why an attack cannot be tried here; null where it can. */
export function reasonToSkip({ asNobody, cannot }: Attack, { program }: Ground): string | null {
  if (asNobody && isRoot && spawnSync(process.execPath, ['--check', program], NOBODY).status !== 0)
    return 'another user than root may not run the program';
  return cannot?.() ?? null;
}

export async function runAttack(attack: Attack, ground: Ground): Promise<Outcome> {
  const own = mkdtempSync(join(ground.folder, 'case-'));
  chmodSync(own, 0o755);
  const path = join(own, 'in');
  mkdirSync(path);
  const undo: (() => void)[] = [];
  try {
    attack.files?.(folderAt(path, ground, (one) => undo.push(one)));
    const isForeign = attack.asNobody === true && isRoot;
    if (isForeign) chownSync(path, NOBODY.uid, NOBODY.gid);
    const before = snapshotOf(path);
    const ran = await runCommand(attack, ground, own, isForeign ? NOBODY : {});
    return {
      ...ran,
      changes: changesBetween(before, snapshotOf(path)),
      wrongAfter: attack.after?.(path) ?? null,
    };
  } finally {
    for (const one of undo.toReversed()) one();
    rmSync(own, { recursive: true, force: true });
  }
}

const folderAt = (path: string, { weights }: Ground, later: Folder['later']): Folder => ({
  path,
  write(name, content) {
    writeFileSync(join(path, name), content);
    return join(path, name);
  },
  weights: () => JSON.parse(weights) as WeightsFile,
  run(program, ...args) {
    const { status, stderr, error } = spawnSync(program, args, { cwd: path, encoding: 'utf8' });
    if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  },
  later,
});

type Ran = Omit<Outcome, 'changes' | 'wrongAfter'>;

/** @param own the folder of the attack; the command runs in `in` inside it */
function runCommand(
  { command, signal }: Attack,
  { program, environment, startUp, watches }: Ground,
  own: string,
  user: { uid?: number; gid?: number },
): Promise<Ran> {
  const line = join(own, 'command.sh');
  writeFileSync(line, `${command}\n`);
  const [name, args] = watches
    ? ['script', ['-qefc', `exec bash ${line} >&3`, '/dev/null']]
    : ['bash', ['-c', `exec bash ${line} 2>&1 >&3`]];
  const child = spawn(name, args, {
    ...user,
    cwd: join(own, 'in'),
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const watch = new Watch(child.pid!, program, startUp);
  let [sent, printed, endless, signalled] = ['', '', false, false];
  const killAll = (): void => {
    for (const pid of [...running(child.pid!, program), child.pid!]) process.kill(pid, 'SIGKILL');
  };
  const timer = setTimeout(() => {
    endless = true;
    killAll();
  }, ENDLESS_MS);
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    sent += text;
    const shown = linesOf(sent);
    watch.heard(shown.at(-1) ?? '');
    if (!signal || signalled || !shown.some((one) => signal.at.test(one))) return;
    signalled = true;
    for (const pid of running(child.pid!, program)) process.kill(pid, signal.name);
  });
  const out = child.stdio[3] as NodeJS.ReadableStream;
  out.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    watch.heard(printed);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const silence = watch.end();
      resolve({
        code: code ?? -1,
        stderr: linesOf(sent).join('\n'),
        stdout: printed,
        cpu: watch.cpu,
        silence,
        endless,
      });
    });
  });
}
