import { Flex, Link } from '@strapi/design-system';
import { ExternalLink } from '@strapi/icons';
import { type StrapiApp, useRBAC } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { toEditPath } from '../live-status/wording';
import { useFormPlace } from '../typing/use-form-place';
import { changeFields, type EditLayout, type Field } from './change-fields';

/**
 * Opens entries that a form lists, and makes new ones, in forms of their own in a new tab. Strapi's
 * window over the form keeps nothing that is typed into it, overwrites what somebody else has saved, and
 * publishes what blocks pages without asking.
 */
export function openApart(app: StrapiApp): void {
  app.registerHook('Admin/CM/pages/EditView/mutate-edit-view-layout', openListedApart);
}

function openListedApart<Context extends { layout: EditLayout }>(context: Context): Context {
  const layout = changeFields(context.layout, createApart);
  const settings = { ...layout.settings, relationOpenMode: 'newTab' };
  return { ...context, layout: { ...layout, settings } };
}

function createApart(field: Field): Field {
  const { label = '', attribute, hint, labelAction, placeholder } = field;
  if (attribute?.type !== 'relation' || attribute.targetModel === undefined) return field;
  return {
    ...field,
    creatable: false,
    placeholder: placeholder || 'Add an entry',
    hint: <>{hint} Entries open in a new tab.</>,
    labelAction: (
      <Flex tag="span" gap={2} paddingLeft={1}>
        {labelAction}
        <CreateAnchor uid={attribute.targetModel} field={label} />
      </Flex>
    ),
  };
}

/** Leads to the form of a new entry, in the language of this one. */
function CreateAnchor({ uid, field }: { uid: string; field: string }) {
  const place = useFormPlace();
  const action = 'plugin::content-manager.explorer.create';
  const { canCreate } = useRBAC([{ action, subject: uid }]).allowedActions;
  if (place === undefined || !canCreate) return null;
  const entry = { uid, documentId: 'create', locale: place.locale || null, isSingle: false };
  return (
    <Link
      tag={NavLink}
      to={toEditPath(entry)}
      target="_blank"
      endIcon={<ExternalLink />}
      aria-label={`New entry for “${field}”, in a new tab`}
    >
      New entry
    </Link>
  );
}
