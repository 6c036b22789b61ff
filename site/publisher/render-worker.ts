import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { findRoute } from '../src/content/routes.ts';
import { getContent, onRead, setContent } from '../src/content/store.ts';
import { updateContent } from '../src/content/update-content.ts';
import { hashOf } from './releases/file-table.ts';
import { renderRedirect } from './render-redirect.ts';
import type { Rendered, RenderRequest, RenderTask } from './renderer.ts';

/*
 * Renders pages in a thread of its own: visitors are served meanwhile, and a page that never ends
 * can be ended from outside.
 */

interface RouteData {
  prerender: boolean;
  pattern: RegExp;
  params: string[];
  pathname?: string;
}
interface Bundle {
  manifest: { routes: { routeData: RouteData }[]; site?: string };
  render(request: Request, routeData: RouteData): Promise<Response>;
}

const { bundleFolder, siteUrl }: { bundleFolder: string; siteUrl: string } = workerData;

async function loadBundle(): Promise<Bundle> {
  const { entry } = JSON.parse(await readFile(join(bundleFolder, 'renderer.json'), 'utf8'));
  const bundle: Bundle = await import(pathToFileURL(join(bundleFolder, entry)).href);
  // The code was built without knowing under which address it will be served.
  bundle.manifest.site = siteUrl;
  return bundle;
}

const bundle = await loadBundle();
const routes = bundle.manifest.routes.map(({ routeData }) => routeData);
let reads = new Set<string>();
onRead((key) => reads.add(key));

async function render(path: string): Promise<Rendered> {
  const found = findRoute(getContent(), path);
  if (found?.kind === 'redirect') return renderRedirect(getContent(), found.redirect, siteUrl);
  const route = routes.find(({ prerender, pattern }) => prerender && pattern.test(decodeURI(path)));
  if (route === undefined) throw new Error(`No page of the site has the path ${path}.`);
  const request = new Request(new URL(path, siteUrl));
  // With a path of its own Astro does not list all pages to find this one.
  const response = await bundle.render(request, { ...route, pathname: path });
  if (response.status !== 200 && path !== '/404/')
    throw new Error(`It answered ${response.status}.`);
  const body = new Uint8Array(await response.arrayBuffer());
  return { body, hash: hashOf(body), reads: [...reads] };
}

async function work(task: RenderTask): Promise<Rendered | undefined> {
  if (task.kind === 'render') return render(task.path);
  if (task.kind === 'content') setContent(task.content);
  else updateContent(getContent(), task.updates, task.generation);
  return undefined;
}

async function answer({ id, ...task }: RenderRequest): Promise<void> {
  reads = new Set();
  try {
    const result = await work(task);
    parentPort?.postMessage({ id, result }, result ? [result.body.buffer as ArrayBuffer] : []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, error: message, reads: [...reads] });
  }
}

// One after the other: what a page has looked at is noted in one place.
let last = Promise.resolve();
parentPort?.on('message', (request: RenderRequest) => {
  last = last.then(() => answer(request));
});
