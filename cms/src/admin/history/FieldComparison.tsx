import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { ReadableField } from '../../history/contract';
import { TextDifference } from './TextDifference';

interface Row {
  path: string;
  label: string;
  before: string;
  after: string;
}

const Table = styled.table`
  width: 100%;
  table-layout: fixed;
  border-collapse: collapse;
  th,
  td {
    padding: ${({ theme }) => theme.spaces[2]};
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral200};
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  th:first-child {
    width: 22%;
  }
`;

/** Two versions field by field, those that differ; the words that differ are marked. */
export function FieldComparison({
  before,
  after,
}: {
  before: readonly ReadableField[];
  after: readonly ReadableField[];
}) {
  const rows = toRows(before, after);
  const changed = rows.filter((row) => row.before !== row.after);
  if (changed.length === 0)
    return <Typography role="status">Both versions say the same in every field.</Typography>;
  const same = rows.length - changed.length;
  return (
    <>
      <Table>
        <thead>
          <tr>
            {['Field', 'Version', 'Compared with'].map((column) => (
              <Typography tag="th" scope="col" key={column} variant="sigma" textColor="neutral600">
                {column}
              </Typography>
            ))}
          </tr>
        </thead>
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
