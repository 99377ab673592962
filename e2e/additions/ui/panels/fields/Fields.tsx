import { useEffect, useState } from 'react';
import type { Answer } from '../../../lab/protocol';
import { useBench, useData, useSpeech } from '../../lab';

const LINE = '{fields} fields, {items} items';

export function Fields() {
  const bench = useBench();
  const { fill } = useSpeech();
  const summary = useData((data) => data.summary);
  const [counted, setCounted] = useState<Answer<'countFields'> | null>(null);
  useEffect(() => {
    if (summary) void bench.ask('countFields', {}).then(setCounted);
  }, [bench, summary]);
  return <p className="about">{counted && fill(LINE, counted)}</p>;
}
