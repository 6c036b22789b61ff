import type { APIRoute } from 'astro';
import { sitemapPaths } from '../content/sitemap.ts';
import { escapeXml } from '../text/escape-xml.ts';

/** Where the parts of the sitemap are. */
export const GET: APIRoute = ({ site }) => {
  const parts = sitemapPaths().map(
    (path) => `<sitemap><loc>${escapeXml(new URL(path, site).href)}</loc></sitemap>`,
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${parts.join('\n')}\n</sitemapindex>\n`;
  return new Response(xml, { headers: { 'content-type': 'application/xml' } });
};
