import type { Locale } from '@lectern/shared-types';

const en = {
  preview: 'Preview of a draft',
  draft: 'Draft, not published',
  faults: 'This keeps the page from being published as it is:',
  faultyTitle: 'This draft cannot be shown yet',
  faultyText: 'Correct the following and save; the preview then shows the page.',
  noSite:
    'There are no site settings in this language yet. Fill in "Site" in the admin and save it.',
  expiredTitle: 'This preview has expired',
  expiredText:
    'An address of a preview works for ten minutes. Open the preview from the admin again.',
  brokenTitle: 'The drafts could not be read',
  leavesTitle: 'From here visitors are sent to another site',
};

const es: typeof en = {
  preview: 'Vista previa de un borrador',
  draft: 'Borrador, sin publicar',
  faults: 'Esto impide publicar la página tal como está:',
  faultyTitle: 'Este borrador aún no se puede mostrar',
  faultyText: 'Corrija lo siguiente y guarde; la vista previa mostrará entonces la página.',
  noSite:
    'Aún no hay ajustes del sitio en este idioma. Rellene «Site» en el panel de administración y guarde.',
  expiredTitle: 'Esta vista previa ha caducado',
  expiredText:
    'La dirección de una vista previa vale diez minutos. Ábrala de nuevo desde el panel de administración.',
  brokenTitle: 'No se han podido leer los borradores',
  leavesTitle: 'Desde aquí se envía a los visitantes a otro sitio',
};

/** What the preview server itself says, in the language of the page. */
export const words: Record<Locale, typeof en> = { en, es };
