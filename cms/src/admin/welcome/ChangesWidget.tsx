import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { toClock } from '../live-status/wording';
import { Outcome, What } from './ChangeCells';
import { WidgetBody } from './WidgetBody';

const Table = styled.table`
  width: 100%;
  border-collapse: collapse;
  th,
  td {
    padding-inline-end: ${({ theme }) => theme.spaces[4]};
    text-align: start;
    vertical-align: top;
  }
`;

const columns = ['Outcome', 'What', 'Who', 'When'];

/** The last ten publishes: what, who, when, and how long each took to be live. */
export function ChangesWidget() {
  return (
    <WidgetBody>
      {({ changes }) =>
        changes.length === 0 ? (
          <Typography>Nothing was published yet.</Typography>
        ) : (
          <Table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <Typography
                    tag="th"
                    scope="col"
                    key={column}
                    variant="sigma"
                    textColor="neutral600"
                  >
                    {column}
                  </Typography>
                ))}
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.generation}>
                  <td>
                    <Outcome change={change} />
                  </td>
                  <Typography tag="td">
                    <What change={change} />
                  </Typography>
                  <Typography tag="td">{change.actor ?? 'The CMS itself'}</Typography>
                  <Typography tag="td">
                    {change.time === null ? '' : toClock(change.time)}
                  </Typography>
                </tr>
              ))}
            </tbody>
          </Table>
        )
      }
    </WidgetBody>
  );
}
