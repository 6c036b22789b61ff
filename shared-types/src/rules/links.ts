import { isBlank } from './characters.js';

/* Where links may lead: one rule for link fields and for links within answers. */

/** What a link has to be, and what to enter instead. */
const notALink =
  'is not a link. Enter a web address that starts with https://, a path on this site such as /plans/, an anchor such as #plans, or mailto: or tel: with an address or a number';

/** White space, and what is not seen in a line of text: none of it belongs in an address. */
const unseen = /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** A text without white space and what is not seen in it. */
export const withoutUnseen = (value: string) =>
  [...value].filter((character) => !unseen.test(character)).join('');

/** What is wrong with an address that would be one without these. */
export const hasUnseen =
  'has a blank or an invisible character in it. Remove it, or write %20 for a blank that belongs there';

/** True for an absolute http or https URL without blanks or invisible characters. */
export function isHttpUrl(value: string): boolean {
  // Without its slashes an address with the scheme of the page is read as a path.
  return /^https?:\/\//i.test(value) && !unseen.test(value) && URL.canParse(value);
}

/** True for a path on this site (`/plans/`) or an anchor on the same page (`#plans`). */
export function isSiteLink(value: string): boolean {
  if (unseen.test(value) || value.includes('\\')) return false;
  return /^#[A-Za-z0-9_-]+$/.test(value) || /^\/(?!\/)/.test(value);
}

/** True for whatever a link may lead to: a page, a place on one, somebody to write to or to call. */
export const isLink = (value: string): boolean =>
  isHttpUrl(value) || isSiteLink(value) || isMailAddress(value) || isPhoneNumber(value);

/** Why a value is no link, and what to enter instead. */
export const linkFault = (value: string): string =>
  isLink(withoutUnseen(value)) ? hasUnseen : notALink;

const isMailAddress = (value: string): boolean =>
  /^mailto:[^@?#]+@[^@?#]+(\?[^#]*)?$/i.test(value) && !unseen.test(value);

const isPhoneNumber = (value: string): boolean => /^tel:\+?[().-]*[0-9][0-9().-]*$/i.test(value);

/** How a message names a link. */
export const nameLink = (text: string, target: string): string =>
  isBlank(text) ? `the link to "${target}"` : `the link "${text.trim()}" to "${target}"`;
