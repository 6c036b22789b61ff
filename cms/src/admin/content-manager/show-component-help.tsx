import { Flex, Typography } from '@strapi/design-system';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';

interface Field {
  attribute?: { type?: string };
  hint?: ReactNode;
  labelAction?: ReactNode;
}
type Rows = Field[][];
interface EditLayout {
  layout: Rows[];
  components: Record<string, { layout: Rows }>;
}

/** Strapi shows the help text under every field but a group of fields: there it stands by the label. */
export function showComponentHelp(app: StrapiApp): void {
  app.registerHook('Admin/CM/pages/EditView/mutate-edit-view-layout', addHelp);
}

function addHelp<Context extends { layout: EditLayout }>({ layout, ...context }: Context) {
  const inRows = (rows: Rows): Rows => rows.map((row) => row.map(addHelpToField));
  const components = Object.entries(layout.components).map(
    ([uid, component]) => [uid, { ...component, layout: inRows(component.layout) }] as const,
  );
  return {
    ...context,
    layout: {
      ...layout,
      layout: layout.layout.map(inRows),
      components: Object.fromEntries(components),
    },
  };
}

function addHelpToField(field: Field): Field {
  if (field.attribute?.type !== 'component' || !field.hint) return field;
  return {
    ...field,
    labelAction: (
      <Flex tag="span" gap={2} paddingLeft={1}>
        {field.labelAction}
        <Typography tag="span" variant="pi" textColor="neutral600" fontWeight="regular">
          {field.hint}
        </Typography>
      </Flex>
    ),
  };
}
