import { Box, Button, Typography } from '@strapi/design-system';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { DeletedEntry } from '../../history/contract';
import { Table } from '../design/Table';
import { toClock, toEditPath } from '../live-status/wording';
import { messageOf, useBringBackMutation, useDeletedEntriesQuery } from './history-api';
import { toSentence } from './version-wording';

const columns = {
  Title: 'auto',
  Kind: '15%',
  Languages: '10%',
  'Deleted by': '17%',
  When: '15%',
  Action: '14%',
};

/** A page of the admin: what was deleted and is still kept, each with the way back. */
export function DeletedEntriesPage() {
  const { data, error } = useDeletedEntriesQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Page.Main aria-label="Deleted entries">
      <Page.Title>Deleted entries</Page.Title>
      <Layouts.Header
        title="Deleted entries"
        subtitle="Whatever is brought back is a draft at first."
      />
      <Layouts.Content>
        <Box background="neutral0" padding={6} hasRadius shadow="tableShadow">
          {error ? (
            <Typography role="alert">{messageOf(error)}</Typography>
          ) : data === undefined ? (
            <Typography>Looking for deleted entries …</Typography>
          ) : data.entries.length === 0 ? (
            <Typography>There are no deleted entries.</Typography>
          ) : (
            <Table columns={columns}>
              <tbody>
                {data.entries.map((entry) => (
                  <DeletedRow key={entry.documentId} entry={entry} />
                ))}
              </tbody>
            </Table>
          )}
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
}

function DeletedRow({ entry }: { entry: DeletedEntry }) {
  const [bringBack, { isLoading }] = useBringBackMutation();
  const { toggleNotification } = useNotification();
  const navigate = useNavigate();
  const { uid, documentId, title, kind, locales, actor, time, mayBringBack } = entry;
  const name = title ?? '(untitled)';

  const bring = async () => {
    const result = await bringBack({ uid, documentId });
    if (!('data' in result))
      return toggleNotification({ type: 'danger', message: messageOf(result.error) });
    const { leftOut } = result.data;
    toggleNotification({
      type: leftOut.length === 0 ? 'success' : 'warning',
      message: `“${name}” is a draft again. ${toSentence(leftOut)}`,
    });
    const isSingle = uid === 'api::site.site';
    navigate(toEditPath({ uid, documentId, locale: locales[0] ?? null, isSingle }));
  };

  return (
    <tr>
      <Typography tag="th" scope="row" fontWeight="bold">
        {name}
      </Typography>
      <Typography tag="td">{kind}</Typography>
      <Typography tag="td">{locales.join(', ')}</Typography>
      <Typography tag="td">{actor ?? 'The CMS itself'}</Typography>
      <Typography tag="td">{toClock(time)}</Typography>
      <td>
        {mayBringBack ? (
          <Button
            variant="secondary"
            loading={isLoading}
            aria-label={`Bring back “${name}”`}
            onClick={bring}
          >
            Bring back
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
