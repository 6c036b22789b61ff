import { type ContentIssue, describeIssue } from '@lectern/shared-types';

/** The CMS could not be read whole; the site must stay as it is. */
export class ContentReadError extends Error {
  override name = 'ContentReadError';

  /** `moved` passes when read again; the others need somebody to act. */
  readonly reason: 'unreachable' | 'unauthorized' | 'refused' | 'incomplete' | 'moved';

  constructor(reason: ContentReadError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Entries that break the rules, all of them at once. */
export class InvalidContentError extends Error {
  override name = 'InvalidContentError';

  readonly issues: readonly ContentIssue[];

  constructor(issues: readonly ContentIssue[]) {
    const lines = issues.map((issue) => `  ${describeIssue(issue)}`);
    const count = issues.length === 1 ? '1 fault' : `${issues.length} faults`;
    super(
      `Could not use the content of the CMS: ${count} in published entries.\n${lines.join('\n')}\n` +
        'Correct the entries in the admin and publish them again.',
    );
    this.issues = issues;
  }
}
