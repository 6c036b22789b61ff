import { Flex, Typography } from '@strapi/design-system';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { toClock } from '../live-status/wording';
import { usePlaces } from './use-places';

interface Row {
  documentId: string;
  locale?: string | null;
  localizations?: { locale: string }[];
  updatedAt: string;
}
interface Column {
  name: string;
  label: string | { id: string; defaultMessage: string };
  attribute: { type: string };
  searchable: boolean;
  sortable: boolean;
  cellFormatter?: (row: Row, column: Column, place: { model: string }) => ReactNode;
}
interface List {
  displayedHeaders: Column[];
  layout: { options?: { i18n?: { localized?: boolean } } };
}

/** Adds to every list on which pages its entries stand, and makes dates and languages short. */
export function addListColumns(app: StrapiApp): void {
  app.registerHook('Admin/CM/pages/ListView/inject-column-in-table', changeColumns);
}

function changeColumns({ displayedHeaders, layout }: List): List {
  // Types without languages are redirects, which stand on no page.
  const hasPages = layout.options?.i18n?.localized === true;
  return {
    layout,
    displayedHeaders: displayedHeaders.flatMap((column) => {
      if (column.name === 'locales') return [languages(column)];
      if (column.name !== 'updatedAt') return [column];
      return hasPages ? [pages, lastChange(column)] : [lastChange(column)];
    }),
  };
}

const Text = ({ children }: { children: ReactNode }) => (
  <Typography textColor="neutral800">{children}</Typography>
);

const pages: Column = {
  name: 'pages',
  label: { id: 'lectern.list.pages', defaultMessage: 'Pages' },
  attribute: { type: 'string' },
  searchable: false,
  sortable: false,
  cellFormatter: (row, _, { model }) => <Pages row={row} model={model} />,
};

const lastChange = (column: Column): Column => ({
  ...column,
  cellFormatter: ({ updatedAt }) => <Text>{toClock(updatedAt)}</Text>,
});

const languages = (column: Column): Column => ({
  ...column,
  label: { id: 'lectern.list.languages', defaultMessage: 'Languages' },
  cellFormatter: ({ locale, localizations = [] }) => (
    <Text>{[locale, ...localizations.map((each) => each.locale)].filter(Boolean).join(', ')}</Text>
  ),
});

function Pages({ row: { documentId, locale }, model }: { row: Row; model: string }) {
  const known = usePlaces(model, documentId, locale ?? '');
  if (known === undefined) return null;
  if (known instanceof Error) return <Text>Unknown: {known.message}</Text>;
  const { places, isComplete } = known;
  const [first] = places;
  const more = places.length - 1;
  if (first === undefined) return <Text>{isComplete ? 'None' : 'Many'}</Text>;
  const all = places.map(({ page, position }) => `${page}, no. ${position}`);
  return (
    <Flex gap={1} title={all.join('\n')}>
      <Typography textColor="neutral800" ellipsis maxWidth="20rem">
        {first.page},
      </Typography>
      <Text>no. {first.position}</Text>
      {more === 0 && isComplete ? null : (
        <Text>
          +{more}
          {isComplete ? '' : ' or more'}
        </Text>
      )}
    </Flex>
  );
}
