import { join } from 'node:path';
import { parse } from 'node-html-parser';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import type { PathStep, Plan } from '../src/content/content.ts';
import { course } from '../src/structured-data/course.ts';
import { toJsonLd } from '../src/structured-data/to-json.ts';
import { readDemoContent } from './demo-content.ts';
import { renderDemoSite } from './demo-site.ts';

/*
 * The types of schema-dts are made from schema.org's own definitions: TypeScript knows every type,
 * its properties and what they may hold. The data of a page is checked as if it were written in code.
 */

/** What is wrong with JSON-LD by schema.org's vocabulary, each as a sentence. */
function findFaults(data: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    types: [],
  };
  const sources = new Map(
    [...data].map(([name, json]) => [
      join(import.meta.dirname, `${name.replace(/\W/g, '-')}.virtual.ts`),
      `import type { Graph } from 'schema-dts';\nexport const data: Graph = ${json};\n`,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const source = sources.get(path);
    return source === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, source, ts.ScriptTarget.ESNext);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

let pages: Map<string, string>;
const dataIn = (html: string) =>
  parse(html).querySelector('script[type="application/ld+json"]')?.textContent;

beforeAll(async () => {
  const files = await renderDemoSite('https://site.example');
  pages = new Map(
    [...files]
      .filter(([name]) => name.endsWith('index.html'))
      .map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
  );
});

test('the data of every page is within the vocabulary of schema.org', () => {
  const data = [...pages].flatMap(([name, html]) => {
    const json = dataIn(html);
    return json === undefined ? [] : [[name, json] as const];
  });
  expect(data.length).toBe(8);
  expect(findFaults(new Map(data))).toEqual([]);
});

test('so is a course with a dated rating and with plans of every kind', async () => {
  const content = (await readDemoContent()).locales.get('en');
  const page = content && [...content.LandingPage.values()].find(({ rating }) => rating);
  if (content === undefined || !page?.rating) throw new Error('The demo content has no rating.');
  const [plan] = content.Plan.values();
  const plans = (['free', 'month', 'year', 'once'] as const).map(
    (billingInterval) => ({ ...plan, billingInterval, price: 12.5 }) as Plan,
  );
  const rated = { ...page, rating: { ...page.rating, asOf: '2026-05-31' } };
  const steps: PathStep[] = [...content.PathStep.values()];
  const toUrl = (path: string) => new URL(path, 'https://site.example').href;
  const json = toJsonLd([course(rated, steps, plans, 'en', toUrl)]);
  expect(json).toContain('"ratingCount":1000');
  expect(findFaults(new Map([['rated', json]]))).toEqual([]);
});

test.each([
  ['a property that the type does not have', '"syllabus": "x"'],
  ['a value that the property does not take', '"provider": 4'],
])('%s would be found', (_, part) => {
  const json = `{"@context":"https://schema.org","@graph":[{"@type":"Course","name":"x",${part}}]}`;
  expect(findFaults(new Map([['faulty', json]]))).not.toEqual([]);
});

test('a rating without a date is not told to machines', () => {
  const html = pages.get('python-for-backend-developers/index.html') ?? '';
  expect(html).toContain('4.9');
  expect(dataIn(html)).not.toContain('aggregateRating');
});

test('everything that the data of a page names stands on the page', () => {
  const html = pages.get('python-for-backend-developers/index.html') ?? '';
  const text = parse(html).querySelector('body')?.text.replace(/\s+/g, ' ') ?? '';
  const names = [...(dataIn(html) ?? '').matchAll(/"name":"(.*?)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !text.includes(String(name)))).toEqual([]);
});
