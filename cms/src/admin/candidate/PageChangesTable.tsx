import type { ItemChange, PartChange, SectionChange } from '@lectern/shared-types';
import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { Table } from '../design/Table';
import { ItemContentView } from './ItemContentView';
import { fateOf, kindNames, sectionName } from './wording';

const Fate = styled.span`
  font-weight: normal;
  color: ${({ theme }) => theme.colors.neutral600};
`;

const columnsWith = (after: string) => ({ What: '16%', Now: 'auto', [after]: 'auto' });
const columnCount = 3;

interface Props {
  /** What the table is about. */
  label: string;
  sections: readonly SectionChange[];
  /** Whether publishing alone does not bring it. */
  isHeldBack: boolean;
}

/** Section by section: what stands on a page now, and what would. */
export function PageChangesTable({ label, sections, isHeldBack }: Props) {
  const columns = columnsWith(isHeldBack ? 'Once corrected' : 'After publishing');
  return (
    <Table label={label} columns={columns}>
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
          <th scope="rowgroup" colSpan={columnCount}>
            <Typography tag="h4" variant="epsilon" paddingTop={4}>
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
  const { heading, items, change } = part;
  /** Over a part that is new or gone its heading says what it says. */
  const isNews = ({ before, after }: ItemChange) =>
    change === 'changed' || heading === null || (after ?? before)?.text !== heading;
  // Of a section that is new as a whole it goes without saying.
  const fate = isWhole ? undefined : fateOf(part);
  return (
    <tbody>
      {heading === null ? null : (
        <tr>
          <Typography
            tag="th"
            scope="rowgroup"
            colSpan={columnCount}
            fontWeight="bold"
            textColor="neutral800"
          >
            {heading}
            {fate === undefined ? null : <Fate> ({fate})</Fate>}
          </Typography>
        </tr>
      )}
      {items.filter(isNews).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand there twice
        <tr key={index}>
          <Typography tag="th" scope="row" textColor="neutral600">
            {item.label ?? kindNames[item.kind]}
            {item.isMoved ? <Fate> (moves)</Fate> : null}
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
