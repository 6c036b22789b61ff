import type { Graph, Thing } from 'schema-dts';

/** Things as JSON-LD that cannot end the script element it stands in. */
export function toJsonLd(things: Thing[]): string {
  const graph: Graph = { '@context': 'https://schema.org', '@graph': things };
  return JSON.stringify(graph).replaceAll('<', '\\u003c');
}
