import type { APIRoute } from 'astro';
import { allRoutes, alternatesOf } from '../content/routes.ts';

/** Every page that search engines may list, with its versions in other locales. */
export const GET: APIRoute = ({ site }) => {
  const absolute = (path: string) => escapeXml(new URL(path, site).href);
  const urls = [...allRoutes()].flatMap(([path, route]) => {
    if (route.kind === 'redirect') return [];
    const alternates = alternatesOf(route).map(
      (alternate) =>
        `<xhtml:link rel="alternate" hreflang="${alternate.locale}" href="${absolute(alternate.path)}"/>`,
    );
    const changed =
      route.kind === 'landing-page' ? `<lastmod>${escapeXml(route.page.updatedAt)}</lastmod>` : '';
    return [`<url><loc>${absolute(path)}</loc>${changed}${alternates.join('')}</url>`];
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`;
  return new Response(xml, { headers: { 'content-type': 'application/xml' } });
};

const escapeXml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
