import { Typography } from '@strapi/design-system';
import type { ReadableField } from '../../history/contract';
import { Table } from '../design/Table';
import { TextDifference } from './TextDifference';

interface Row {
  path: string;
  label: string;
  before: string;
  after: string;
}

interface Props {
  before: readonly ReadableField[];
  after: readonly ReadableField[];
  /** What the two are called. */
  names?: readonly [string, string];
}

/** Two versions field by field, those that differ; the words that differ are marked. */
export function FieldComparison({ before, after, names = ['Version', 'Compared with'] }: Props) {
  const rows = toRows(before, after);
  const changed = rows.filter((row) => row.before !== row.after);
  if (changed.length === 0)
    return <Typography role="status">Both versions say the same in every field.</Typography>;
  const same = rows.length - changed.length;
  return (
    <>
      <Table columns={{ Field: '22%', [names[0]]: 'auto', [names[1]]: 'auto' }}>
        <tbody>
          {changed.map((row) => (
            <tr key={row.path}>
              <Typography tag="th" scope="row" fontWeight="bold">
                {row.label}
              </Typography>
              <Typography tag="td">
                <TextDifference before={row.before} after={row.after} side="before" />
              </Typography>
              <Typography tag="td">
                <TextDifference before={row.before} after={row.after} side="after" />
              </Typography>
            </tr>
          ))}
        </tbody>
      </Table>
      <Typography role="status" textColor="neutral600">
        {same} {same === 1 ? 'field is' : 'fields are'} the same in both.
      </Typography>
    </>
  );
}

function toRows(before: readonly ReadableField[], after: readonly ReadableField[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { path, label, text } of before)
    rows.set(path, { path, label, before: text, after: '' });
  for (const { path, label, text } of after)
    rows.set(path, { path, label, before: rows.get(path)?.before ?? '', after: text });
  return [...rows.values()];
}
