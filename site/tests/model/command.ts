import type fc from 'fast-check';
import { checkSite } from './check-site.ts';
import { checkModel, isFollowing, isInOrder, type Model, settle } from './model.ts';
import type { World } from './world.ts';

export type Command = fc.AsyncCommand<Model, World>;

/** A step: what it does to both, and afterwards the comparison of the two. */
export function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, world: World) => Promise<void>,
): Command {
  return {
    check,
    toString: () => name,
    run: async (model, world) => {
      world.history.push(name);
      await run(model, world);
      if (isFollowing(model)) settle(model);
      checkModel(model);
      await checkSite(model, world);
      if (isFollowing(model) && isInOrder(model)) await noteRelease(model, world);
    },
  };
}

async function noteRelease(model: Model, { publisher }: World): Promise<void> {
  const { release } = await publisher.caughtUp();
  if (model.releases.at(-1)?.id !== release)
    model.releases.push({ id: release, live: structuredClone(model.live) });
}
