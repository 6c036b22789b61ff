import { Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';

/* Of fixed widths, so that columns stay where they are when the content changes. */
const Frame = styled.table`
  width: 100%;
  table-layout: fixed;
  border-collapse: collapse;
  th,
  td {
    padding-block: ${({ theme }) => theme.spaces[2]};
    padding-inline-end: ${({ theme }) => theme.spaces[4]};
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
    text-align: start;
    vertical-align: baseline;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  tbody:last-child tr:last-child > * {
    border-bottom: none;
  }
`;

interface TableProps {
  /** What it is about, where no heading says so. */
  label?: string;
  /** Widths in CSS by the heading of the column; those that are `auto` share what is left. */
  columns: Readonly<Record<string, string>>;
  /** One `tbody` or more, with cells that are `td`, or `th` for what a row is about. */
  children: ReactNode;
}

/** A table with its headings, as it looks everywhere in what this project adds to the admin. */
export function Table({ label, columns, children }: TableProps) {
  return (
    <Frame aria-label={label}>
      <thead>
        <tr>
          {Object.entries(columns).map(([heading, width]) => (
            <Typography
              tag="th"
              scope="col"
              key={heading}
              style={{ width }}
              variant="sigma"
              textColor="neutral600"
            >
              {heading}
            </Typography>
          ))}
        </tr>
      </thead>
      {children}
    </Frame>
  );
}
