import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { EntryState } from '../../../cms/src/live-status/contract.ts';
import { isPictureLost, type Model } from './model.ts';
import type { World } from './world.ts';

/** What is known of an entry whose panel is looked at. */
interface Known {
  entry: string;
  type: ContentType;
  documentId: string;
  isPublished: boolean;
  /** Whether visitors see what was published last. */
  isShown: boolean;
  isSpoilt: boolean;
}

/** Where the panels of entries say something else than the model. */
export async function differencesOfPanel(model: Model, world: World): Promise<string[]> {
  const differences: string[] = [];
  for (const known of entriesOf(model, world)) {
    const state = await readState(world, known);
    const expected = expectedName(model, known);
    // One that was on no page may be lost with its picture.
    if (known.type === 'Testimonial' && isPictureLost(model)) continue;
    const isRight = expected === 'not live' ? state.name !== 'live' : state.name === expected;
    if (!isRight) differences.push(`${known.entry} is said to be ${state.name}, not ${expected}`);
    const isOfStory = known.type === 'Testimonial' && expected === 'live' && !model.isPinned;
    if (isOfStory && state.name === 'live' && state.notices.length > 0 !== model.areUploadsAway)
      differences.push(`${known.entry} has ${state.notices.length} notices`);
  }
  return differences;
}

function entriesOf(model: Model, { siteId }: World): Known[] {
  const { live, redirect, story } = model;
  const known = [
    ...[...model.pages].map(([number, { published, ...page }]) => ({
      ...page,
      entry: `page ${number}`,
      type: 'LandingPage' as const,
      isPublished: published !== undefined,
      isShown: published !== undefined && live.pages.get(number)?.title === published.title,
    })),
    ...[...model.faqs.values(), story].map(({ published, ...entry }) => ({
      ...entry,
      entry: `${entry.documentId === story.documentId ? 'the story' : 'FAQ'} ${published}`,
      type: entry.documentId === story.documentId ? ('Testimonial' as const) : ('Faq' as const),
      isPublished: published !== undefined,
      isShown: published !== undefined && live.texts.get(entry.documentId) === published,
    })),
    {
      entry: 'the site settings',
      type: 'Site' as const,
      documentId: siteId,
      isPublished: true,
      isShown: true,
      isSpoilt: model.isSiteSpoilt,
    },
  ];
  // Of one whose page has gone it depends on what was there before.
  if (redirect?.published === undefined || redirect.published !== live.redirect) return known;
  const isOfRedirect = { entry: 'the redirect', type: 'Redirect' as const, isPublished: true };
  return [...known, { ...redirect, ...isOfRedirect, isShown: true }];
}

function expectedName(
  { isPinned, isPublisherUp }: Model,
  { isPublished, isShown, isSpoilt }: Known,
): EntryState['name'] | 'not live' {
  if (!isPublished) return isPublisherUp && !isPinned ? 'draft' : 'not live';
  if (!isPublisherUp) return 'unreachable';
  // Nobody reads what is published meanwhile, right or wrong.
  if (isPinned) return isShown ? 'live' : 'not live';
  return isShown && !isSpoilt ? 'live' : 'blocked';
}

async function readState({ admin }: World, { type, documentId }: Known): Promise<EntryState> {
  const path = `/live-status/${contentTypes[type].uid}/${documentId}?locale=en`;
  const { state } = (await admin.request('GET', path)).data as unknown as { state: EntryState };
  return state.name === 'modified' ? state.published : state;
}
