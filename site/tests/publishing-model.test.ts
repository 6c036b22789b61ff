import fc from 'fast-check';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { checkSite } from './model/check-site.ts';
import { type Model, newModel } from './model/model.ts';
import { steps, tidyUp } from './model/steps.ts';
import { createWorld, type World } from './model/world.ts';

/*
 * Whatever people, machines and disks do, in any order: what was published and was good stays until
 * something better replaces it, and nobody's publish waits for somebody else's fault.
 *
 * MODEL_STEPS and MODEL_MINUTES make it longer; MODEL_SEED repeats a run that failed.
 */
const seed = Number(process.env.MODEL_SEED ?? 20_261_127);
const stepsOfRun = Number(process.env.MODEL_STEPS ?? 40);
const minutes = Number(process.env.MODEL_MINUTES ?? 0);

let world: World;
/** The last one, or what the first one begins with. */
let last: Model;

beforeAll(async () => {
  world = await createWorld(inject('cms').database);
  const { admin } = world;
  const image = await admin.upload(pngImage(64), 'portrait.png', 'image/png', 'A portrait');
  const data = { ...samples.testimonial, story: 'Story 0.', avatar: image.data.id };
  const documentId = await admin.createPublished('Testimonial', data);
  const story = { documentId, published: data.story, isSpoilt: false };
  last = newModel({ story, areCopiesLost: false, versions: 0 });
});
afterAll(async () => {
  const kinds = Map.groupBy(world.history, (name) => name.replace(/ [\d(].*/, ''));
  console.log(Object.fromEntries([...kinds].map(([kind, steps]) => [kind, steps.length]).sort()));
  await world.stop();
});

test('the live site is what the model says after every step', {
  timeout: (minutes + 30) * 60_000,
}, async () => {
  const until = Date.now() + minutes * 60_000;
  for (let run = 0; run === 0 || Date.now() < until; run += 1) {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: stepsOfRun, size: 'max' }), (commands) =>
        fc.asyncModelRun(async () => ({ model: await startOver(), real: world }), commands),
      ),
      { seed: seed + run, numRuns: 1, endOnFailure: true },
    );
  }
});

/** Sooner than a token of the admin ends, in milliseconds; logging in for every run is not allowed. */
const renewal = 20 * 60_000;
let renewAt = Date.now() + renewal;

/** Brings everything back up and takes away what an earlier run has made. */
async function startOver(): Promise<Model> {
  await tidyUp(last, world);
  if (Date.now() > renewAt) {
    world.admin = await loginAsAdmin(world.cms);
    renewAt = Date.now() + renewal;
  }
  last = newModel(last);
  await checkSite(last, world);
  return last;
}
