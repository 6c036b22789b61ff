import { Typography } from '@strapi/design-system';
import { Table } from '../design/Table';
import { toClock } from '../live-status/wording';
import { Outcome, What } from './ChangeCells';
import { WidgetBody } from './WidgetBody';

const columns = { Outcome: '16%', What: 'auto', Who: '16%', When: '13%' };

/** The last ten publishes: what, who, when, and how long each took to be live. */
export function ChangesWidget() {
  return (
    <WidgetBody>
      {({ changes }) =>
        changes.length === 0 ? (
          <Typography>Nothing was published yet.</Typography>
        ) : (
          <Table columns={columns}>
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
