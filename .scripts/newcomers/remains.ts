interface Removable {
  remove(): Promise<void>;
}

/** What the rows have made on this machine: folders, and processes that run. */
const remains = new Set<Removable>();

/** Sees to it that a run that is interrupted removes it as well. */
export function keepTrack<Made extends Removable>(made: Made): Made {
  remains.add(made);
  return made;
}

/** Ends the processes before it removes the folders that they write to. */
export async function removeRemains(): Promise<void> {
  for (const made of [...remains].reverse()) await made.remove();
}
