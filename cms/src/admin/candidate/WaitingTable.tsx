import { Checkbox, Flex, Typography } from '@strapi/design-system';
import type { WaitingEntry } from '../../candidate/contract';
import { Table } from '../design/Table';
import { EntryAnchor } from '../live-status/Anchors';
import { toClock } from '../live-status/wording';

const columns = {
  Choose: '7rem',
  Title: 'auto',
  Kind: '16%',
  Language: '9rem',
  State: '8rem',
  'Saved by': '16%',
  When: '14rem',
};

interface Props {
  entries: readonly WaitingEntry[];
  /** Those that are left out. */
  left: ReadonlySet<string>;
  onChange(left: ReadonlySet<string>): void;
}

/** Entries that wait, each with a box that says whether it is looked at. */
export function WaitingTable({ entries, left, onChange }: Props) {
  const chosen = entries.length - left.size;
  const all = chosen === entries.length ? true : chosen === 0 ? false : 'indeterminate';
  const choose = (entry: WaitingEntry, isChosen: boolean) => {
    const next = new Set(left);
    if (isChosen) next.delete(keyOf(entry));
    else next.add(keyOf(entry));
    onChange(next);
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {entries.length === 1 ? null : (
        <Checkbox
          checked={all}
          onCheckedChange={() => onChange(all === true ? new Set(entries.map(keyOf)) : new Set())}
        >
          All {entries.length}
        </Checkbox>
      )}
      <Table columns={columns}>
        <tbody>
          {entries.map((entry) => {
            const { link, kind, title, isNew, actor, time } = entry;
            const key = keyOf(entry);
            const name = link.locale === null ? title : `${title} (${link.locale})`;
            return (
              <tr key={key}>
                <td>
                  <Checkbox
                    aria-label={name}
                    checked={!left.has(key)}
                    onCheckedChange={(isChosen) => choose(entry, isChosen === true)}
                  />
                </td>
                <Typography tag="th" scope="row" fontWeight="bold">
                  <EntryAnchor link={link}>{title}</EntryAnchor>
                </Typography>
                <Typography tag="td">{kind}</Typography>
                <Typography tag="td">{link.locale ?? 'all'}</Typography>
                <Typography tag="td">{isNew ? 'New' : 'Changed'}</Typography>
                <Typography tag="td">{actor ?? 'The CMS itself'}</Typography>
                <Typography tag="td">{toClock(time)}</Typography>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </Flex>
  );
}

export const keyOf = ({ link }: WaitingEntry): string =>
  `${link.uid} ${link.documentId} ${link.locale}`;
