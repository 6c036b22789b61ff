import type {
  ChangedPage,
  ChangedPages,
  ItemKind,
  PageChange,
  PartChange,
  PublishCheck,
  SectionChange,
} from '@lectern/shared-types';

const pages = (count: number) => `${count} ${count === 1 ? 'page' : 'pages'}`;

/** "Publishing would block 2 pages", or undefined when it would block none. */
export function warningOf(check: PublishCheck | undefined): string | undefined {
  const count = check?.blocked.length ?? 0;
  return count === 0 ? undefined : `Publishing would block ${pages(count)}`;
}

const addresses = (count: number) => `${count} ${count === 1 ? 'address' : 'addresses'}`;

const verbs: Record<PageChange, (count: string) => string> = {
  new: (count) => `adds ${count}`,
  removed: (count) => `takes ${count} off the site`,
  moved: (count) => `gives ${count} another address`,
  changed: (count) => `changes ${count}`,
  redirect: (count) => `sends visitors from ${count}`,
};

/** "Publishing adds 1 page and changes 2 pages"; what is blocked stays and does not count. */
export function summaryOf({ changes }: PublishCheck): string {
  const parts = Object.entries(verbs).flatMap(([change, verb]) => {
    const count = changes
      .filter((group) => group.change === change)
      .reduce((sum, group) => sum + group.pages.filter((page) => !page.isBlocked).length, 0);
    const subject = change === 'redirect' ? `${addresses(count)} elsewhere` : pages(count);
    return count === 0 ? [] : [verb(subject)];
  });
  if (parts.length === 0 && changes.length > 0)
    return 'Publishing changes nothing that visitors see until that is corrected.';
  if (parts.length === 0) return 'Publishing changes nothing that visitors see.';
  return `Publishing ${new Intl.ListFormat('en').format(parts)}.`;
}

/** Whether publishing alone changes none of the pages, since something on each is wrong. */
export const isHeldBack = (group: readonly ChangedPage[]): boolean =>
  group.every(({ isBlocked }) => isBlocked);

/** What pages have in common that change in the same way. */
export function headingOf({ change, pages: group, sections, target }: ChangedPages): string {
  const count = group.length;
  const [first] = group;
  if (change === 'redirect')
    return `${count === 1 && first ? first.path : addresses(count)} ${isHeldBack(group) ? 'would send' : count === 1 ? 'sends' : 'send'} visitors to ${target}`;
  const subject = count === 1 && first !== undefined ? `“${first.title}”` : pages(count);
  const isLookAlone = change === 'changed' && sections.length === 0;
  const manner = isLookAlone ? ' in its look, not in its words' : '';
  if (isHeldBack(group)) return `${subject} ${heldBack[change]}${manner}`;
  const predicates: Record<Exclude<PageChange, 'redirect'>, string> = {
    new: count === 1 ? 'is a new page' : 'are new',
    removed: count === 1 ? 'is taken off the site' : 'are taken off the site',
    moved: count === 1 ? 'gets another address' : 'get other addresses',
    changed: count === 1 ? `changes${manner}` : `change in the same way${manner}`,
  };
  return `${subject} ${predicates[change]}`;
}

const heldBack: Record<Exclude<PageChange, 'redirect'>, string> = {
  new: 'would be new',
  removed: 'would be taken off the site',
  moved: 'would get another address',
  changed: 'would change',
};

const sectionNames: Record<string, string> = {
  head: 'In search results, and where it is shared',
  masthead: 'Header',
  hero: 'Opening',
  catalogue: 'List of pages',
  colophon: 'Footer',
  content: 'Text',
};

/** A section as it is called on the page, or what it is where nothing stands over it. */
export const sectionName = ({ name, heading }: Pick<SectionChange, 'name' | 'heading'>): string =>
  heading ?? sectionNames[name] ?? name;

/** What became of a section or a part of it as a whole; nothing when only things in it change. */
export function fateOf({
  change,
  moved,
}: {
  change: SectionChange['change'];
  moved?: PartChange['moved'];
}): string | undefined {
  if (change === 'new') return 'new';
  if (change === 'removed') return 'gone';
  if (moved) return `moves from place ${moved.from} to place ${moved.to}`;
  return undefined;
}

export const kindNames: Record<ItemKind, string> = {
  text: 'Text',
  price: 'Price',
  link: 'Link',
  image: 'Image',
};
