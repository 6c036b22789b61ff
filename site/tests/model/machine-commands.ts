import { loginAsAdmin } from '../../../cms/tests/harness/admin-client.ts';
import { command } from './command.ts';
import { copyContent, isFollowing, isInOrder } from './model.ts';

/* What happens to the programs, the files and the database, and what operators do. */

export const moveUploads = (isAway: boolean) =>
  command(
    isAway ? 'take the files of uploads away' : 'bring the files of uploads back',
    ({ areUploadsAway }) => areUploadsAway !== isAway,
    async (model, world) => {
      await world.moveUploads(isAway);
      model.areUploadsAway = isAway;
    },
  );

export const stopCms = command(
  'kill the CMS',
  ({ isCmsUp }) => isCmsUp,
  async (model, { cms }) => {
    await cms.kill();
    model.isCmsUp = false;
  },
);

export const startCms = command(
  'start the CMS',
  ({ isCmsUp }) => !isCmsUp,
  async (model, { cms }) => {
    await cms.restart();
    model.isCmsUp = true;
  },
);

export const stopPublisher = (signal: 'SIGKILL' | 'SIGTERM') =>
  command(
    `end the publisher by ${signal}`,
    ({ isPublisherUp }) => isPublisherUp,
    async (model, { publisher }) => {
      await publisher.kill(signal);
      model.isPublisherUp = false;
    },
  );

/** @param hours that its clock is off */
export const startPublisher = (hours: number) =>
  command(
    `start the publisher with its clock ${hours} hours off`,
    ({ isPublisherUp }) => !isPublisherUp,
    async (model, { startPublisher }) => {
      await startPublisher(hours);
      model.isPublisherUp = true;
    },
  );

/** @param hours that its clock is off from now on */
export const setClock = (hours: number) =>
  command(
    `set the clock of the publisher ${hours} hours off`,
    ({ isPublisherUp }) => isPublisherUp,
    (_, { setClock }) => setClock(hours),
  );

export const copyDatabase = command(
  'copy the database',
  (model) => model.isCmsUp && isInOrder(model),
  async (model, { copyDatabase }) => {
    await copyDatabase();
    model.backup = copyContent(model);
  },
);

export const restoreDatabase = command(
  'bring the copy of the database back',
  (model) =>
    model.isCmsUp && model.backup !== undefined && !model.areUploadsAway && isInOrder(model),
  async (model, world) => {
    await world.restoreDatabase();
    Object.assign(model, structuredClone(model.backup));
    world.admin = await loginAsAdmin(world.cms);
  },
);

export const rollBack = (choice: number) =>
  command(
    `roll back (${choice})`,
    (model) =>
      model.isPublisherUp && model.isCmsUp && isInOrder(model) && model.releases.length > 1,
    async (model, { publisher, cms }) => {
      const there = new Set(await publisher.releases.list());
      const known = model.releases.filter(({ id }) => there.has(id));
      const target = known[choice % known.length];
      if (target === undefined) return;
      const answer = await moveSite(publisher.controlUrl, cms.publisherKey, { release: target.id });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      model.live = structuredClone(target.live);
      model.isPinned = true;
    },
  );

export const resume = command(
  'let the site follow the CMS again',
  (model) => model.isPublisherUp && model.isCmsUp && model.isPinned,
  async (model, { publisher, cms }) => {
    const answer = await moveSite(publisher.controlUrl, cms.publisherKey, { resume: true });
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    model.isPinned = false;
  },
);

const moveSite = (url: string, key: string, order: { release: string } | { resume: true }) =>
  fetch(`${url}/rollback`, {
    method: 'POST',
    headers: { 'x-lectern-key': key },
    body: JSON.stringify(order),
  });

export const loseImageCache = command(
  'lose the copies of images that the publisher keeps',
  () => true,
  async (model, { loseImageCache }) => {
    await loseImageCache();
    model.areCopiesLost = true;
  },
);

/** @param isEverywhere also from the folders of the site, so that it has to be made anew */
export const loseObject = (choice: number, isEverywhere: boolean) =>
  command(
    `${isEverywhere ? 'lose a file of the live release' : 'lose an object of the live release'} (${choice})`,
    (model) => !isEverywhere || (isFollowing(model) && !model.areUploadsAway),
    async (model, { loseObject }) => {
      await loseObject(choice, isEverywhere);
      // An earlier release may be without it for good by the time that it is wanted.
      if (isEverywhere || !model.isPublisherUp) model.releases = [];
    },
  );
