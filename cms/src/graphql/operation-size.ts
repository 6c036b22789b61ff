import {
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { maxTokens } from './operation-limits';

/** Fields and fragments of an operation, each counted wherever it is used; the site's largest has 206. */
const maxSelections = 1000;
/** Lists and objects in arguments and variables: the conditions of filters. The site's have 4. */
const maxConditions = 100;

/**
 * Finds what makes an operation grow when it is looked into: fragments that use one another a few times
 * each are millions of fields. To be asked before anything else reads the operation, Strapi's own limit of
 * depth included, which walks through all of them.
 * @returns why it is refused and what to do, or undefined
 */
export function findExcess(operation: string, variables: unknown): string | undefined {
  const document = read(operation);
  // What cannot be read is explained by whoever has to answer.
  if (document === undefined) return undefined;
  if (countSelections(document) > maxSelections)
    return `it selects more than ${maxSelections} fields, or has a fragment that uses itself. Ask for less, in several operations`;
  if (countConditions(document) + countParts(variables) > maxConditions)
    return `it has more than ${maxConditions} conditions. Filter by fewer`;
  return undefined;
}

function read(operation: string): DocumentNode | undefined {
  try {
    return parse(operation, { maxTokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Fields and fragments when every fragment is put where it is used; each fragment is counted once. */
function countSelections({ definitions }: DocumentNode): number {
  const counts = new Map<string, number>();
  const countFragment = (name: string): number => {
    const known = counts.get(name);
    if (known !== undefined) return known;
    // Until it is known: a fragment inside itself has no end.
    counts.set(name, Number.POSITIVE_INFINITY);
    const fragment = definitions.find(
      (definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    const count = fragment && 'selectionSet' in fragment ? countIn(fragment.selectionSet) : 0;
    counts.set(name, count);
    return count;
  };
  const countIn = (selectionSet: SelectionSetNode | undefined): number =>
    (selectionSet?.selections ?? []).reduce(
      (count, selection) =>
        count +
        (selection.kind === Kind.FRAGMENT_SPREAD
          ? countFragment(selection.name.value)
          : countIn(selection.selectionSet)),
      selectionSet?.selections.length ?? 0,
    );
  return definitions.reduce(
    (count, definition) =>
      count +
      (definition.kind === Kind.OPERATION_DEFINITION ? countIn(definition.selectionSet) : 0),
    0,
  );
}

function countConditions(document: DocumentNode): number {
  let count = 0;
  const countOne = () => {
    count += 1;
  };
  visit(document, { [Kind.OBJECT]: countOne, [Kind.LIST]: countOne });
  return count;
}

/** Lists and objects in a value, however deep: without calling itself. */
function countParts(value: unknown): number {
  const parts = [value];
  let count = 0;
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    count += 1;
    for (const inner of Object.values(part)) parts.push(inner);
  }
  return count;
}
