import type { Model } from './model.ts';
import { differencesOfPanel } from './panel-differences.ts';
import { differencesOfSite } from './site-differences.ts';
import type { World } from './world.ts';

/** Longest that anything published may take to be live, in milliseconds, on a machine with other work. */
const patience = 180_000;

/**
 * Compares the live site and what the admin says of it with the model, until they agree.
 * @throws Error with every difference that is left when the time is up
 */
export async function checkSite(model: Model, world: World): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const differences = await findDifferences(model, world);
    if (differences.length === 0) return;
    if (Date.now() > deadline) {
      const status = await world.publisher.status().catch((error: unknown) => String(error));
      throw new Error(
        `The site is not as it should be:\n${differences.join('\n')}\n\nafter\n${world.history.join('\n')}\n\nstatus ${JSON.stringify(status)}\n\n${world.publisher.output().slice(-3000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function findDifferences(model: Model, world: World): Promise<string[]> {
  const ofSite = model.isPublisherUp
    ? await differencesOfSite(model, world).catch((error: unknown) => [
        `The site does not answer: ${error}`,
      ])
    : [];
  return ofSite.length === 0 && model.isCmsUp ? differencesOfPanel(model, world) : ofSite;
}
