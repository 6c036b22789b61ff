import { createHash } from 'node:crypto';

/** A source for a policy that lets exactly this script or style in. */
const hashSource = (text: string) =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

interface Additions {
  script: string;
  style: string;
  /** Origin that may show the page in a frame. */
  frameAncestor: string;
}

const metaPolicy = /<meta http-equiv="content-security-policy" content="([^"]*)">/i;

/**
 * The policy of a page of the site as a header, which can say who may frame it, with room for what
 * the preview adds; and the page without it.
 */
export function movePolicy(html: string, additions: Additions): { html: string; policy: string } {
  const [tag, policy] = metaPolicy.exec(html) ?? [];
  if (tag === undefined || policy === undefined)
    throw new Error('Could not preview the page: it has no content security policy to extend.');
  const unescaped = policy.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
  return { html: html.replace(tag, ''), policy: extendPolicy(unescaped, additions) };
}

/** For pages that the preview server makes itself. */
export const ownPolicy = (additions: Additions) =>
  extendPolicy("default-src 'none'; connect-src 'self'; base-uri 'none'", additions);

function extendPolicy(policy: string, { script, style, frameAncestor }: Additions): string {
  const directives = new Map(
    policy
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .flatMap(([name, ...sources]) => (name ? [[name, sources]] : [])),
  );
  const add = (name: string, source: string) =>
    directives.set(name, [...(directives.get(name) ?? []), source]);
  add('script-src', hashSource(script));
  add('style-src', hashSource(style));
  directives.set('frame-ancestors', [frameAncestor]);
  return [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
}
