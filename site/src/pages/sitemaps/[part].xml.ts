import type { APIRoute } from 'astro';
import { alternatesOf } from '../../content/routes.ts';
import { routesInSitemap, sitemapPaths } from '../../content/sitemap.ts';
import { escapeXml } from '../../text/escape-xml.ts';

const partOf = (path: string) => path.slice('/sitemaps/'.length, -'.xml'.length);

export const getStaticPaths = () =>
  sitemapPaths().map((path) => ({ params: { part: partOf(path) } }));

/** One part of the sitemap: pages that search engines may list, with their versions in other locales. */
export const GET: APIRoute = ({ params, site }) => {
  const absolute = (path: string) => escapeXml(new URL(path, site).href);
  const urls = routesInSitemap(`/sitemaps/${params.part}.xml`).map(([path, route]) => {
    const alternates = alternatesOf(route).map(
      (alternate) =>
        `<xhtml:link rel="alternate" hreflang="${alternate.locale}" href="${absolute(alternate.path)}"/>`,
    );
    const changed =
      route.kind === 'landing-page' ? `<lastmod>${escapeXml(route.page.updatedAt)}</lastmod>` : '';
    return `<url><loc>${absolute(path)}</loc>${changed}${alternates.join('')}</url>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`;
  return new Response(xml, { headers: { 'content-type': 'application/xml' } });
};
