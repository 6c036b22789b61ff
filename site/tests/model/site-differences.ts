import { type HTMLElement, parse } from 'node-html-parser';
import { missingObjects } from '../../publisher/releases/check-files.ts';
import { isPictureLost, type Model, type Shown, slugs } from './model.ts';
import type { World } from './world.ts';

/** Pages that are always there. */
const lasting = ['/', '/es/', '/python-for-backend-developers/', '/sitemap.xml'];

/** Where the live site differs from the model. */
export async function differencesOfSite(model: Model, { publisher }: World): Promise<string[]> {
  const { live } = model;
  const ask = askOnce(publisher.siteUrl);
  const differences: string[] = [];
  for (const slug of slugs) {
    const wanted = [...live.pages.values()].find((page) => page.slug === slug);
    const { status, text } = await ask(`/${slug}/`);
    if (status !== (wanted === undefined ? 404 : 200)) differences.push(`/${slug}/: ${status}`);
    else if (wanted !== undefined) {
      const [shown, expected] = [readPage(text), toShown(wanted)].map((page) =>
        JSON.stringify(page),
      );
      if (shown !== expected) differences.push(`/${slug}/: ${shown} instead of ${expected}`);
    }
  }
  const listed = await readSitemap(ask);
  for (const path of new Set([...lasting, ...listed])) {
    const { status } = await ask(path);
    if (status !== 200) differences.push(`${path}: ${status}`);
  }
  for (const { slug } of live.pages.values())
    if (!listed.includes(`/${slug}/`)) differences.push(`/${slug}/ is not in the sitemap`);
  for (const path of listed) {
    const page = parse((await ask(path)).text);
    const links = await findDead(ask, pathsIn(page, 'a', 'href'));
    // What a page leads to may be taken off the site by its editors: then the page is named.
    if (links.length > 0 && !(await isNamed(publisher, path)))
      differences.push(`${path} leads to ${links}`);
    const images = await findDead(ask, pathsIn(page, 'img', 'src'));
    if (images.length > 0 && !isPictureLost(model)) differences.push(`${path} shows ${images}`);
  }
  if (live.redirect !== undefined) {
    const { status, location } = await ask('/old/');
    if (status !== 301 || location !== `/${live.redirect}/`)
      differences.push(`/old/: ${status} to ${location} instead of /${live.redirect}/`);
  }
  return [...differences, ...(await differencesOfStore(publisher))];
}

type Ask = (path: string) => Promise<{ status: number; text: string; location: string | null }>;

/** Asks the site for every path once. */
function askOnce(siteUrl: string): Ask {
  const answers = new Map<string, ReturnType<Ask>>();
  const ask: Ask = async (path) => {
    const response = await fetch(siteUrl + path, { redirect: 'manual' });
    const location = response.headers.get('location');
    return { status: response.status, text: await response.text(), location };
  };
  return (path) => {
    const answer = answers.get(path) ?? ask(path);
    answers.set(path, answer);
    return answer;
  };
}

const toShown = ({ title, questions, story }: Shown): Shown => ({ title, questions, story });

/** What a page shows of the texts that the commands have written. */
function readPage(html: string): Shown {
  const page = parse(html);
  const questions = page.querySelectorAll('summary').map(({ text }) => text.trim());
  return {
    title: page.querySelector('h1')?.text.trim() ?? '',
    questions: questions.filter((text) => /^Question \d+\.$/.test(text)),
    story: /Story \d+\./.exec(page.text)?.[0] ?? '',
  };
}

/** Paths of all pages in the sitemap. */
async function readSitemap(ask: Ask): Promise<string[]> {
  const pathsAt = async (path: string) =>
    [...(await ask(path)).text.matchAll(/<loc>([^<]+)/g)].map(([, url = '']) => {
      return new URL(url).pathname;
    });
  const parts = await pathsAt('/sitemap.xml');
  return (await Promise.all(parts.map(pathsAt))).flat();
}

async function isNamed(publisher: World['publisher'], path: string): Promise<boolean> {
  const { blocked } = await publisher.status();
  return blocked.some(({ pages }) => pages.includes(path));
}

/** Paths on the site that elements of a page refer to. */
function pathsIn(page: HTMLElement, element: string, attribute: string): Set<string> {
  const found = page
    .querySelectorAll(`${element}[${attribute}]`)
    .map((each) => each.getAttribute(attribute) ?? '');
  return new Set(
    found.filter((path) => path.startsWith('/')).map((path) => path.replace(/#.*/, '')),
  );
}

async function findDead(ask: Ask, paths: ReadonlySet<string>): Promise<string[]> {
  const dead: string[] = [];
  for (const path of paths) {
    const { status } = await ask(path);
    if (status >= 400) dead.push(`${path} (${status})`);
  }
  return dead;
}

/** What the live release has lost comes back, or is made anew. */
async function differencesOfStore({ releases }: World['publisher']): Promise<string[]> {
  const { files } = await releases.read((await releases.currentRelease()) ?? '');
  const missing = await missingObjects(releases.objects, files);
  return missing.map(([path]) => `${path} has no object`);
}
