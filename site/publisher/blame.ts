import { parseEntryKey } from '../src/content/content.ts';
import { addressIn, holdBack, type Touched, tryVersions } from './change-content.ts';
import type { PageFault } from './check-page.ts';
import { entryKeyAt, type Finding, lookOver, watchedBy } from './look-over.ts';
import { isNoWorse } from './no-worse.ts';
import { toPageReasons } from './page-reasons.ts';
import { addressKey, hasPageAt } from './plan-pages.ts';
import { toError } from './render-all.ts';
import type { PageRun } from './render-pages.ts';
import type { Rendered } from './renderer.ts';
import { createSuspects } from './suspects.ts';

export type Blame = ReturnType<typeof createBlame>;

/** An entry on more pages than this is dealt with before these are rendered. */
const fewPages = 20;

/**
 * Finds out which entries spoil pages and puts them back to their last good versions, each once in a
 * run. What was changed longer ago is not to blame: it was on the page when that was right.
 * @param invalidate has what has looked at something rendered anew
 */
export function createBlame(
  run: PageRun,
  findings: Map<string, Finding>,
  invalidate: (touched: Touched) => void,
) {
  const { keeper, index } = run;
  const { state, lastGood } = keeper;
  const undecided = new Set<string>();
  /** Entries that were put back, and those that were tried again, in this run. */
  const [putBack, tried] = [new Set<string>(), new Set<string>()];
  /** Pages on which nobody was found to be to blame. */
  const hopeless = new Set<string>();
  const suspects = createSuspects(run, putBack, hopeless);
  let isUrgent = false;

  /** Decides about a page that nobody is to blame for. */
  const settle = async (path: string, finding: Finding, rendered?: Rendered | Error) => {
    const page = rendered ?? (finding.isStored ? undefined : await render(path));
    const mayGoLive =
      finding.faults.length > 0 &&
      !finding.mustStay &&
      !(page instanceof Error) &&
      run.isLive(path) &&
      (await isNoWorse(run, path, finding, findings));
    if (!mayGoLive) run.discard(path);
    else if (page !== undefined) await run.store(path, page);
    finding.isStored = mayGoLive;
  };
  const render = (path: string) => keeper.renderer.render(path).catch(toError);

  const note = async (path: string, rendered?: Rendered | Error) => {
    const finding = findings.get(path);
    if (finding === undefined) return;
    const { traced, others, own } = suspects.of(path, finding);
    const open = [...traced, ...others, ...own];
    if (open.length === 0) return settle(path, finding, rendered);
    undecided.add(path);
    isUrgent ||= open.some((key) => (index.reads.get(key)?.size ?? 0) > fewPages);
  };

  /** Where an entry stood when it was good. */
  const lastAddress = (key: string): string | undefined => {
    const [entry, view] = [parseEntryKey(key), lastGood.get(key)];
    return entry && view && addressIn(entry, view);
  };

  const hold = async (keys: readonly string[], finding: Finding): Promise<Touched> => {
    for (const key of keys) putBack.add(key);
    return holdBack(keeper, keys, finding.reasons, watchedBy(finding));
  };

  const letGo = (keys: readonly string[]): Promise<Touched> => {
    for (const key of keys) putBack.delete(key);
    return tryVersions(keeper, keys);
  };

  /** Whether a page is right with the content as it is now, or is not there any more. */
  const isRight = async (path: string): Promise<boolean> => {
    if (!hasPageAt(state.content)(path)) return true;
    const { content, held } = state;
    const surroundings = { content, held, reads: index.reads, isLive: run.isLive(path) };
    return lookOver(path, await render(path), surroundings).reasons.length === 0;
  };

  /** Tries who of several entries is to blame: first without all of them, then with one after the other. */
  const findCulprits = async (
    path: string,
    finding: Finding,
    keys: readonly string[],
  ): Promise<boolean> => {
    invalidate(await hold(keys, finding));
    if (!(await isRight(path))) {
      invalidate(await letGo(keys));
      return false;
    }
    for (const key of keys.length > 1 ? keys : []) {
      invalidate(await letGo([key]));
      if (!(await isRight(path))) invalidate(await hold([key], finding));
    }
    return true;
  };

  const decide = async (path: string, finding: Finding): Promise<boolean> => {
    const { traced, others, own } = suspects.of(path, finding);
    if (traced.length > 0) {
      invalidate(await hold(traced, finding));
      return true;
    }
    for (const keys of [others, own])
      if (keys.length > 0 && (await findCulprits(path, finding, keys))) return true;
    hopeless.add(path);
    // It was rendered in other versions meanwhile.
    if (findings.has(path)) await settle(path, finding);
    return others.length + own.length > 0;
  };

  return {
    note,
    isUrgent: () => isUrgent,
    /** @returns whether anything was put back */
    holdCulprits: async (): Promise<boolean> => {
      let hasHeld = false;
      for (const path of undecided) {
        const finding = findings.get(path);
        // One that has looked at what was put back is rendered anew.
        if (finding !== undefined) hasHeld = (await decide(path, finding)) || hasHeld;
      }
      undecided.clear();
      isUrgent = false;
      return hasHeld;
    },
    /**
     * Tries entries again that were held back when something was not there that may be there now.
     * @param places keys of places on pages that have come or gone
     */
    tryAgain: async (places: ReadonlySet<string> = new Set()): Promise<boolean> => {
      const { keys, addresses } = state.pending;
      const news = new Set([...keys, ...[...addresses].map(addressKey), ...places]);
      const due = [...state.held].flatMap(([key, { view, watched }]) =>
        view !== undefined && !putBack.has(key) && !tried.has(key) && !watched.isDisjointFrom(news)
          ? key
          : [],
      );
      for (const key of due) tried.add(key);
      if (due.length > 0) invalidate(await tryVersions(keeper, due));
      return due.length > 0;
    },
    /** Takes pages that are right but for their links. @returns whether somebody may be to blame */
    judge: async (lost: readonly { path: string; faults: PageFault[] }[]): Promise<boolean> => {
      for (const { path, faults } of lost) {
        const finding = findings.get(path);
        if (finding === undefined) continue;
        const reasons = toPageReasons({ issues: [], faults }, [...finding.reads], state.content);
        findings.set(path, { ...finding, faults, reasons });
        await note(path);
      }
      return undecided.size > 0;
    },
    /** What is neither right nor live is not there: its entry is put back, or taken out. */
    takeOutUnshown: async (): Promise<boolean> => {
      const unshown = [...findings].flatMap(([path, finding]) => {
        const key =
          finding.isStored || run.isLive(path) ? undefined : entryKeyAt(state.content, path);
        return key === undefined ? [] : [{ path, key, finding }];
      });
      for (const { path, key, finding } of unshown) {
        const isElsewhere = lastAddress(key) !== path;
        putBack.add(key);
        invalidate(await holdBack(keeper, [key], finding.reasons, watchedBy(finding), isElsewhere));
        findings.delete(path);
      }
      return unshown.length > 0;
    },
  };
}
