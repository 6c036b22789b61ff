const verbs: Record<string, string> = {
  publish: 'Published',
  unpublish: 'Unpublished',
  delete: 'Deleted',
  update: 'Changed',
  create: 'Published',
};

/** What was done by a change, as the admin calls it. */
export const verbOf = (action: string): string => verbs[action] ?? action;
