/** One oddity of a machine, and what a newcomer should see there. */
export interface Row {
  name: string;
  /** Name of the folder that it is cloned into. */
  folder?: string;
  /** Installs anew, where that is what may fail; otherwise packages and builds are copied. */
  installs?: boolean;
  /** Builds anew, from packages that are there. */
  builds?: boolean;
  /** Shell command that starts it, instead of `npm start`. */
  command?: string;
  /** Variables beside those that every start gets; undefined takes one away. */
  environment?: NodeJS.ProcessEnv;
  /** Shell command run in the folder before the start. */
  before?: string;
  /** What the terminal says instead of serving the site. */
  refusal?: RegExp;
  /** Seconds after which starts are ended before one is left alone, and by what. */
  interrupts?: { seconds: readonly number[]; signal: NodeJS.Signals };
  /** Programs without which it cannot be tried, `root` for the rights of that user. */
  needs?: readonly string[];
}
