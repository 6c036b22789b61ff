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
          connection: { connectionString: environment.DATABASE_URL },
          pool: { min: 2, max: 10 },
        },
      };
