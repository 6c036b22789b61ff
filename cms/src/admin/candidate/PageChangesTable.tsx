import type { PartChange, SectionChange } from '@lectern/shared-types';
import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { ItemContentView } from './ItemContentView';
import { fateOf, kindNames, sectionName } from './wording';

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
  }
  thead th:first-child {
    width: 16%;
  }
  h4 {
    padding-top: ${({ theme }) => theme.spaces[4]};
  }
`;

const Fate = styled.span`
  font-weight: normal;
  color: ${({ theme }) => theme.colors.neutral600};
`;

const columns = ['What', 'Now', 'After publishing'];

interface Props {
  /** What the table is about. */
  label: string;
  sections: readonly SectionChange[];
}

/** Section by section: what stands on a page now, and what would. */
export function PageChangesTable({ label, sections }: Props) {
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Typography tag="th" scope="col" key={column} variant="sigma" textColor="neutral600">
              {column}
            </Typography>
          ))}
        </tr>
      </thead>
      {sections.map((section) => (
        <SectionRows key={section.name} section={section} />
      ))}
    </Table>
  );
}

function SectionRows({ section }: { section: SectionChange }) {
  const fate = fateOf(section);
  return (
    <>
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={columns.length}>
            <Typography tag="h4" variant="delta">
              {sectionName(section)}
              {fate === undefined ? null : <Fate> ({fate})</Fate>}
            </Typography>
          </th>
        </tr>
      </tbody>
      {section.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts may have the same heading
        <PartRows key={index} part={part} isWhole={fate !== undefined} />
      ))}
    </>
  );
}

function PartRows({ part, isWhole }: { part: PartChange; isWhole: boolean }) {
  const { heading, items } = part;
  // Of a section that is new as a whole it goes without saying.
  const fate = isWhole ? undefined : fateOf(part);
  return (
    <tbody>
      {heading === null ? null : (
        <tr>
          <Typography
            tag="th"
            scope="rowgroup"
            colSpan={columns.length}
            fontWeight="bold"
            textColor="neutral800"
          >
            {heading}
            {fate === undefined ? null : <Fate> ({fate})</Fate>}
          </Typography>
        </tr>
      )}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand there twice
        <tr key={index}>
          <Typography tag="th" scope="row" textColor="neutral600">
            {item.label ?? kindNames[item.kind]}
          </Typography>
          <Typography tag="td">
            <ItemContentView item={item} side="before" />
          </Typography>
          <Typography tag="td">
            <ItemContentView item={item} side="after" />
          </Typography>
        </tr>
      ))}
    </tbody>
  );
}
