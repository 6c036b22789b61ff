import { applicationName } from '../src/database/application-name';
import { environment, inData } from '../src/environment';

export default () =>
  environment.DATABASE_URL === undefined
    ? {
        connection: {
          client: 'sqlite',
          connection: { filename: inData('cms.db') },
          useNullAsDefault: true,
        },
      }
    : {
        connection: {
          client: 'postgres',
          connection: {
            connectionString: environment.DATABASE_URL,
            application_name: applicationName,
            // Without it, Strapi looks for its tables in `public`, wherever the database makes them.
            schema: environment.DATABASE_SCHEMA,
          },
          pool: {
            min: Math.min(2, environment.DATABASE_CONNECTIONS),
            max: environment.DATABASE_CONNECTIONS,
          },
        },
      };
