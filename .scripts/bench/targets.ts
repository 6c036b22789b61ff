import { createAsk } from '../../site/src/cms/client.ts';
import { readContent } from '../../site/src/cms/read-content.ts';
import type { BenchStack } from './stack.ts';

/** A landing page in English that shows the plan that is edited. */
export interface TargetPage {
  documentId: string;
  path: string;
}

export interface Targets {
  /** All landing pages of all locales. */
  count: number;
  pages: TargetPage[];
  plan: string;
}

/** A change with the page and the text that tell when it is live. */
export interface Edit {
  type: 'landing-page' | 'plan';
  documentId: string;
  data: Record<string, unknown>;
  path: string;
  text: string;
}

/**
 * Reads the content as the site does, with the site's token.
 * @throws Error when a copied page lacks what its original has
 */
export async function readTargets({ settings }: BenchStack): Promise<Targets> {
  const content = await readContent(
    createAsk(settings.cmsUrl, settings.environment.SITE_TOKEN ?? ''),
  );
  const plan = content.Plan.find(({ name, locale }) => name === 'Pro' && locale === 'en');
  if (plan === undefined) throw new Error('The plan "Pro" is not in the CMS.');
  const original = content.LandingPage.find(({ slug }) => slug === 'python-for-backend-developers');
  // Ledes differ, too, once copies have been edited.
  const own = { documentId: '', title: '', slug: '', lede: '', updatedAt: '' };
  const shape = (page: typeof original) => JSON.stringify({ ...page, ...own });
  const clones = content.LandingPage.filter(({ slug }) => slug?.startsWith('bench-'));
  const broken = clones.filter((page) => shape(page) !== shape(original));
  if (broken.length > 0)
    throw new Error(
      `${broken.length} of ${clones.length} copied pages differ from their original, such as ${broken[0]?.slug}.`,
    );
  return {
    count: content.LandingPage.length,
    plan: plan.documentId,
    pages: content.LandingPage.flatMap(({ documentId, slug, locale, plans }) =>
      locale === 'en' && plans.some((each) => each?.documentId === plan.documentId)
        ? [{ documentId, path: `/${slug}/` }]
        : [],
    ).sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

let edits = 0;

/** A new lede, unlike every other of this run and short enough for the CMS. */
export function ledeEdit({ documentId, path }: TargetPage): Edit {
  edits += 1;
  const text = `Text number ${edits} of the bench of ${Date.now()}, which takes a developer from the first function to a service in production.`;
  return { type: 'landing-page', documentId, data: { lede: text }, path, text };
}

/** A new price between $1,000 and $1,999. */
export function priceEdit(documentId: string, path: string): Edit {
  edits += 1;
  const end = String(edits % 1000).padStart(3, '0');
  const data = { price: 1000 + (edits % 1000) };
  return { type: 'plan', documentId, data, path, text: `$1,${end}` };
}
