import { AsyncLocalStorage } from 'node:async_hooks';

const names = new AsyncLocalStorage<string>();

/** Does something in the name of somebody whose request is over: the log of changes names them. */
export const actInNameOf = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  names.run(name, work);

export const actingName = (): string | undefined => names.getStore();
