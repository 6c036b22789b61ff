import { Flex, Typography } from '@strapi/design-system';
import type { StrapiApp } from '@strapi/strapi/admin';
import { changeFields, type EditLayout, type Field } from './change-fields';

/** Strapi shows the help text under every field but a group of fields: there it stands by the label. */
export function showComponentHelp(app: StrapiApp): void {
  app.registerHook('Admin/CM/pages/EditView/mutate-edit-view-layout', addHelp);
}

const addHelp = <Context extends { layout: EditLayout }>(context: Context): Context => ({
  ...context,
  layout: changeFields(context.layout, addHelpToField),
});

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
