import { ContentReadError } from '../src/cms/errors.ts';
import { parseEntryKey } from '../src/content/content.ts';
import type { LastGood } from './last-good.ts';

/** Keeps many pages from going at once, or one after the other, unless somebody wants it. */
export interface LossGuard {
  /**
   * Which of the entries that are not published any more have to stay until somebody confirms.
   * @param pageCount landing pages that are shown, those among them; it is remembered
   */
  mustWait(gone: ReadonlySet<string>, pageCount: number): Set<string>;
  /**
   * For a start with a site of which nobody knows the entries.
   * @throws ContentReadError when more pages would go than may
   */
  refuse(before: number, after: number): void;
  /** What has gone until now was meant. @param pageCount landing pages that are left */
  accept(pageCount: number): void;
}

const hour = 3_600_000;
/** How long pages count that were shown, in hours: losses in small steps are added up. */
const remembered = 24;
const factName = 'most pages by hour';

/** @param largestLoss share of the pages, 0 to 1, that may go within a day */
export function createLossGuard(lastGood: LastGood, largestLoss: number): LossGuard {
  const now = () => Math.floor(Date.now() / hour);
  const read = (): Record<string, number> => JSON.parse(lastGood.fact(factName) ?? '{}');
  const recent = () =>
    Object.entries(read()).filter(([at]) => Math.abs(now() - Number(at)) < remembered);
  const write = (counts: Iterable<readonly [string, number]>) =>
    lastGood.setFact(factName, JSON.stringify(Object.fromEntries(counts)));

  const note = (pageCount: number) => {
    const counts = new Map(recent());
    const at = String(now());
    if ((counts.get(at) ?? -1) < pageCount) write(counts.set(at, pageCount));
  };

  return {
    mustWait: (gone, pageCount) => {
      note(pageCount);
      const entries = [...gone].flatMap((key) => {
        const entry = parseEntryKey(key);
        return entry === undefined ? [] : [{ key, ...entry }];
      });
      const pages = entries.filter(({ type }) => type === 'LandingPage');
      const most = Math.max(...recent().map(([, count]) => count));
      const lost = Math.max(pages.length, most - (pageCount - pages.length));
      const isTooMuch = pages.length > 0 && lost > 1 && lost / most > largestLoss;
      // Without its settings a language cannot be shown: all of it stays, or all of it goes.
      const locales = new Set(
        entries.flatMap(({ type, locale }) => (type === 'Site' && locale !== null ? locale : [])),
      );
      return new Set(
        entries.flatMap(({ key, type, locale }) =>
          (type === 'LandingPage' && isTooMuch) || (locale !== null && locales.has(locale))
            ? key
            : [],
        ),
      );
    },
    refuse: (before, after) => {
      const lost = before - after;
      if (lost <= 1 || lost / before <= largestLoss) return;
      throw new ContentReadError(
        'incomplete',
        `Could not publish: ${lost} of ${before} pages would disappear at once. Look at what the CMS publishes; if the loss is meant, start the publisher with LARGEST_LOSS=1 once.`,
      );
    },
    accept: (pageCount) => write([[String(now()), pageCount]]),
  };
}
