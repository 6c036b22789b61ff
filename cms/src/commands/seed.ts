import { seedDemoContent } from '../bootstrap/seed';
import { withStrapi } from './with-strapi';

/** `npm run seed`: adds the demo content that the database lacks. */
withStrapi(seedDemoContent).then(
  (created) => {
    console.log(
      created === 0
        ? 'All demo content is in the CMS already; nothing was changed.'
        : `${created} entries of demo content were created and published.`,
    );
    process.exit();
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
