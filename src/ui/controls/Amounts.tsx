/** A table of amounts: a name in each row, numbers beside it. It scrolls sideways, the names stay. */
import './Amounts.css';

interface Row {
  name: string;
  cells: readonly string[];
}

export function Amounts({
  label,
  caption,
  head,
  rows,
}: {
  label: string;
  caption?: string;
  head: readonly string[];
  rows: readonly Row[];
}) {
  return (
    <div className="scroll amounts" tabIndex={0} role="group" aria-label={label}>
      <table>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {head.map((text, i) => (
              <th key={i} scope="col" className={i === 0 ? undefined : 'amount'}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }, at) => (
            <tr key={at}>
              <th scope="row" title={name}>
                {name}
              </th>
              {cells.map((text, i) => (
                <td key={i} className="amount">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
