import { getFetchClient } from '@strapi/strapi/admin';

/*
 * Strapi shows a tour of itself and announcements of its own until somebody has closed them in this
 * browser. They are not what editors come for: both count as closed from the start.
 */
const tourKey = 'STRAPI_GUIDED_TOUR';
const announcementKey = 'STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false';

export function quietAdmin(): void {
  remember(tourKey, JSON.stringify({ enabled: false, completedActions: [] }));
  // The key is of one installation, which is known to whoever may see the login page.
  void getFetchClient()
    .get<{ data: { uuid: string } }>('/admin/init')
    .then(({ data }) => remember(`${announcementKey}:${data.data.uuid}`, 'true'))
    // Without it the announcement is there to be closed by hand.
    .catch((error: unknown) => console.warn(error));
}

function remember(key: string, value: string): void {
  if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
}
