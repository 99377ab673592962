/** How a file is read: the options of its format, as they were found or corrected. */
import type { FileKind } from '../../data/file-kinds';
import type { OptionSpec } from '../../data/sources/source';
import { sourceById } from '../../data/sources/sources';
import type { TablePreview } from '../../lab/loading/data-source';
import { useBench, useSpeech } from '../lab';

export function FormatChoices({ file, preview: { format, options } }: { file: FileKind; preview: TablePreview }) {
  const bench = useBench();
  const words = useSpeech().words.sources[format]?.options;
  return (
    <div className="dialect">
      {Object.entries(sourceById(format)?.options ?? {}).map(([name, spec]) => (
        <label key={name}>
          {words?.[name]?.label ?? name}
          <Choice
            spec={spec}
            value={options[name]}
            names={words?.[name]?.values ?? {}}
            choose={(value) => {
              bench.data.getState().setDialect(file, { [name]: value });
              void bench.preview();
            }}
          />
        </label>
      ))}
    </div>
  );
}

function Choice({
  spec,
  value,
  names,
  choose,
}: {
  spec: OptionSpec;
  value: string | boolean | undefined;
  names: Readonly<Record<string, string>>;
  choose(value: string | boolean): void;
}) {
  const usual = spec.kind === 'toggle' ? ['true', 'false'] : spec.options;
  const shown = String(value);
  return (
    <select
      value={shown}
      onChange={({ target }) => choose(spec.kind === 'toggle' ? target.value === 'true' : target.value)}
    >
      {[...new Set([...usual, shown])].map((option) => (
        <option key={option} value={option}>
          {names[option] ?? option}
        </option>
      ))}
    </select>
  );
}
