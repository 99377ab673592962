import { meanSeries, spreadSeries } from '../../../model/check/probe';
import { defineDiagnosis } from '../diagnosis';

/** Of where a gate began, in mean and in spread over the rows: lengths of vectors do not make up for a hundredth. */
const SHUT = 0.01;
/** The last of so many readings must agree: one batch may have no row that opens a gate. */
const READINGS = 3;

export default defineDiagnosis({
  id: 'dead-gates',
  place: 3,
  look({ probes, curve }) {
    for (const probe of probes.filter(({ isGate }) => isGate)) {
      const labels = probe.labels.filter((_, at) => {
        const mean = curve(meanSeries(probe.key, at))?.values ?? [];
        const spread = curve(spreadSeries(probe.key, at))?.values ?? [];
        const most = SHUT * Math.abs(mean[0] ?? 0);
        const isShut = (values: readonly number[]): boolean =>
          values.slice(-READINGS).every((value) => Math.abs(value) <= most);
        return mean.length > READINGS && isShut(mean) && isShut(spread);
      });
      if (labels.length > 0)
        return { case: 'shut', values: { node: { nodes: [probe.nodeId] }, parts: { probe, labels } } };
    }
    return null;
  },
});
