import { readFileSync } from 'node:fs';
import type { Locale, PageReason } from '@lectern/shared-types';
import { directionOf } from '../../src/text/direction.ts';
import { escapeXml } from '../../src/text/escape-xml.ts';
import { findBody } from '../find-body.ts';
import { movePolicy, ownPolicy } from './policy.ts';
import { words } from './words.ts';

/** What the preview tells the admin that shows it. */
export interface Shown {
  path: string;
  locale: Locale;
  /** True when the address has run out and a new one is needed. */
  isExpired: boolean;
  faults: PageReason[];
}

/** A page as it is sent, with its content security policy. */
export interface SentPage {
  html: string;
  policy: string;
}

const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const script = textOf('./preview-frame.js');
const style = textOf('./preview.css');

/** Adds to pages what only previews have; none of it is in the code that renders releases. */
export function createDecoration(adminUrl: string) {
  const admin = new URL(adminUrl).origin;
  const additions = { script, style, frameAncestor: admin };
  /** Data of a page for its script, in a form that cannot end the element it stands in. */
  const scripts = (shown: Shown) => {
    const state = JSON.stringify({ admin, ...shown }).replaceAll('<', '\\u003c');
    return `<script type="application/json" id="lectern-preview-state">${state}</script><script>${script}</script>`;
  };
  return {
    /** A page of the site, marked as a draft. */
    decorate: (page: string, shown: Shown): SentPage => {
      const { html, policy } = movePolicy(page, additions);
      const { preview, draft } = words[shown.locale];
      const banner = `<aside class="lectern-draft" aria-label="${preview}"><p>${draft}</p>${faultList(shown)}<span class="lectern-draft-mark" aria-hidden="true">${draft}</span></aside>`;
      const { headEnd, body } = findBody(html);
      const head = `${html.slice(0, headEnd)}<style>${style}</style>${html.slice(headEnd, body)}`;
      return { policy, html: `${head}${banner}${scripts(shown)}${html.slice(body)}` };
    },
    /** A page that shows no page of the site, only why. */
    explain: (title: string, text: string, shown: Shown): SentPage => ({
      policy: ownPolicy(additions),
      html: `<!doctype html>
<html lang="${shown.locale}" dir="${directionOf(shown.locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body>${scripts(shown)}<main class="lectern-plain"><h1>${title}</h1><p>${escapeXml(text)}</p>${reasonList(shown.faults)}</main></body>
</html>
`,
    }),
  };
}

const faultList = ({ faults, locale }: Shown) =>
  faults.length === 0 ? '' : `<p>${words[locale].faults}</p>${reasonList(faults)}`;

/** The reasons are written in English, as everything that the CMS says to editors. */
const reasonList = (faults: readonly PageReason[]) =>
  faults.length === 0
    ? ''
    : `<ul lang="en">${faults.map(({ text }) => `<li>${escapeXml(text)}</li>`).join('')}</ul>`;
