/**
 * Header by which a request says which draft it was made on: when that was saved, ISO 8601, or
 * `noDraft`. For a bulk action as many as it names documents, in their order, separated by commas.
 */
export const seenHeader = 'x-lectern-seen';

/** Stands for the time where whoever writes has seen that there is no draft in this language yet. */
export const noDraft = 'none';
