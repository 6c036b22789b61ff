import fc from 'fast-check';
import type { Command } from './command.ts';
import {
  type Kind,
  publishFaq,
  publishPage,
  publishRedirect,
  publishStory,
  remove,
  spoil,
  spoilSite,
  unpublish,
} from './content-commands.ts';
import {
  copyDatabase,
  loseImageCache,
  loseObject,
  moveUploads,
  restoreDatabase,
  resume,
  rollBack,
  setClock,
  startCms,
  startPublisher,
  stopCms,
  stopPublisher,
} from './machine-commands.ts';
import { type Lead, type Model, slugs } from './model.ts';
import type { World } from './world.ts';

const page = fc.integer({ min: 1, max: 3 });
const faq = fc.integer({ min: 1, max: 2 });
const slug = fc.constantFrom(...slugs);
const lead = fc.oneof(
  { arbitrary: fc.constant<Lead>('home'), weight: 4 },
  { arbitrary: fc.constant<Lead>('nowhere'), weight: 1 },
  { arbitrary: slug, weight: 2 },
);
const faqs = fc.subarray([1, 2]);
const choice = fc.nat(10_000);
const kindAndNumber = fc.constantFrom<[Kind, number]>(
  ['pages', 1],
  ['pages', 2],
  ['pages', 3],
  ['faqs', 1],
  ['faqs', 2],
);

/** Every step that a run may consist of; those that take long come in fewer copies. */
export const steps: fc.Arbitrary<Command>[] = [
  ...Array.from({ length: 6 }, () =>
    fc.tuple(page, slug, lead, faqs).map((chosen) => publishPage(...chosen)),
  ),
  ...Array.from({ length: 3 }, () => faq.map(publishFaq)),
  kindAndNumber.map((chosen) => unpublish(...chosen)),
  kindAndNumber.map((chosen) => unpublish(...chosen)),
  kindAndNumber.map((chosen) => remove(...chosen)),
  kindAndNumber.map((chosen) => spoil(...chosen, true)),
  kindAndNumber.map((chosen) => spoil(...chosen, false)),
  fc.constant(publishStory),
  slug.map(publishRedirect),
  fc.constant(spoilSite(true)),
  fc.constant(spoilSite(false)),
  fc.constant(moveUploads(true)),
  fc.constant(moveUploads(false)),
  fc.constant(loseImageCache),
  choice.map((chosen) => loseObject(chosen, false)),
  choice.map((chosen) => loseObject(chosen, true)),
  fc.constant(stopCms),
  fc.constant(startCms),
  fc.constant(startCms),
  fc.constantFrom(stopPublisher('SIGKILL'), stopPublisher('SIGTERM')),
  fc.constantFrom(0, 0, 25, -25).map(startPublisher),
  fc.constantFrom(0, 0, 25, -25).map(startPublisher),
  fc.constantFrom(0, 25, -25).map(setClock),
  fc.constant(copyDatabase),
  fc.constant(restoreDatabase),
  choice.map(rollBack),
  fc.constant(resume),
  fc.constant(resume),
];

/** Ends whatever is out of order, and deletes what the steps have made. */
export async function tidyUp(model: Model, world: World): Promise<void> {
  const after = [startCms, startPublisher(0), resume, moveUploads(false), spoilSite(false)];
  for (const step of after) if (step.check(model)) await step.run(model, world);
  for (const kind of ['pages', 'faqs'] as const)
    for (const number of [...model[kind].keys()]) await remove(kind, number).run(model, world);
  if (model.redirect !== undefined) await world.admin.remove('Redirect', model.redirect.documentId);
}
