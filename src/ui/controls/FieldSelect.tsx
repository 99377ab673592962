/** A choice of one field, or of none; nothing where there is no field. */
interface Props {
  label: string;
  /** What no field is called. */
  none: string;
  fields: readonly { name: string }[];
  value: string | null;
  change(name: string | null): void;
}

export function FieldSelect({ label, none, fields, value, change }: Props) {
  if (fields.length === 0) return null;
  return (
    <label className="row">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => change(event.target.value === '' ? null : event.target.value)}>
        <option value="">{none}</option>
        {fields.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
