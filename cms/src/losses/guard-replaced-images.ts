import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { toEntryLink } from '../live-status/entry-link';
import type { Loss } from './contract';
import { findImageUsers, type ImageUser } from './image-users';
import type { Version } from './lost-addresses';
import { toKey, toToken } from './name-losses';
import { pagesListing, pathOf } from './pages-listing';
import { refuseUnconfirmed } from './refuse-losses';

/** The part of Strapi's service by which a file takes the place of another one, a crop included. */
interface UploadService {
  replace(id: number | string, input: object, options?: object): Promise<unknown>;
  findOne(id: number | string): Promise<{ id: number; name: string } | null>;
}

/**
 * Asks before an image is replaced that visitors see: it changes on all pages at once, without a
 * publish, and the former one cannot be brought back.
 */
export function guardReplacedImages(strapi: Core.Strapi): void {
  const service: UploadService = strapi.plugin('upload').service('upload');
  const { replace } = service;
  service.replace = async (id, input, options) => {
    const image = await service.findOne(id);
    if (image) {
      const losses: Loss[] = [];
      for (const user of await findImageUsers(strapi, image.id))
        losses.push(...(await lossesOn(strapi, user)));
      const subject = `the image "${image.name}"`;
      const token = toToken(`replace ${image.id}`, losses);
      refuseUnconfirmed(strapi, { token, action: 'replace', subject, losses });
    }
    return replace(id, input, options);
  };
}

async function lossesOn(strapi: Core.Strapi, { type, row, name, isNameable }: ImageUser) {
  const { documentId, locale } = row;
  const places = await placesShowing(strapi, type, row);
  return places.map((place): Loss => {
    const loss = {
      key: toKey([type, documentId, locale, place]),
      text: `${place} would show the new picture at once, with ${name}.`,
      isDeadLink: false,
    };
    if (!isNameable) return loss;
    return { ...loss, entry: toEntryLink(contentTypes[type].uid, documentId, locale) };
  });
}

/** Where visitors see a published entry, as sentences about it begin. */
async function placesShowing(
  strapi: Core.Strapi,
  type: ContentType,
  row: Version,
): Promise<string[]> {
  if (type === 'Site')
    return [
      `Every page in the language "${row.locale}" that is shared without a picture of its own`,
    ];
  const paths =
    type === 'LandingPage'
      ? [pathOf(row)]
      : (await pagesListing(strapi, type, row)).map(({ path }) => path);
  return paths.map((path) => `The page ${path}`);
}
