/** Where the lab computes, and the way to the other place where one is a processor like the other. */
import { useBench, useRun, useSpeech } from '../lab';

export function RunsOn() {
  const bench = useBench();
  const { words, fill } = useSpeech();
  const w = words.device;
  const device = useRun((run) => run.device);
  const phase = useRun((run) => run.progress.phase);
  if (!device || device.reason !== null || !device.software) return null;
  const onCpu = device.backend === 'cpu';
  const runs = phase === 'training' || phase === 'paused';
  return (
    <section className="runs-on" aria-label={w.runsOn}>
      <p>
        <b>{w.runsOn}</b> {onCpu ? w.cpu : fill(w.webgpu, { adapter: device.adapter })}
      </p>
      <p>{onCpu ? w.cpuAbout : w.softwareAbout}</p>
      <button disabled={runs} title={runs ? w.stopFirst : undefined} onClick={() => void bench.openDevice(!onCpu)}>
        {onCpu ? w.useGpu : w.useCpu}
      </button>
    </section>
  );
}
