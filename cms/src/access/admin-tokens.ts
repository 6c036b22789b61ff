import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { AdminContext } from './admin-route';
import { administratorCode } from './roles';

/** Whether a request is made by a token of somebody in the admin, which may be for less than its owner. */
export const isByToken = ({ state }: Pick<AdminContext, 'state'>): boolean =>
  state.auth?.strategy.name === 'admin-token';

/** Whether whoever asks may do everything: an administrator, not a token of one. */
export const isAdministrator = (ctx: Pick<AdminContext, 'state'>): boolean =>
  !isByToken(ctx) &&
  (ctx.state.user?.roles ?? []).some(({ code }: Role) => code === administratorCode);

interface Role {
  code: string;
}
interface TokenPermission {
  properties?: { locales?: string[] | null };
}
interface Engine {
  generateTokenAbility(
    permissions: readonly TokenPermission[],
    owner: { roles: Role[] },
  ): Promise<unknown>;
}
/** A route as Strapi has found it. */
interface FoundRoute {
  path: string;
  info: { pluginName?: string };
  config: { policies?: readonly (string | { name: string })[] };
}

/**
 * Routes that name no permission and ask what the token may read or write of each entry or file, or
 * tell no more than how forms look and which languages there are.
 */
const askThemselves = [
  /^\/(candidate|history|live-status|preview|schedule)\b/,
  /^content-manager\/(collection-types|components|content-types|init|relations|single-types|uid)\b/,
  /^i18n\/locales$/,
  /^upload\/(files(\/:id(\/replace)?)?|configuration)?$/,
];
/** Routes by which a token would make or show another one, whatever that may do. */
const ofTokens = /^admin\/(admin-tokens|api-tokens|transfer)\b/;

/**
 * Lets requests by a token do what the token may do, and nothing that its owner may. Where a route
 * names no permission, Strapi asks for no more than a login, and a token counts as its owner's.
 */
export function limitTokens(strapi: Core.Strapi): void {
  const auth = strapi.get('auth') as { verify(auth: unknown, config?: unknown): Promise<unknown> };
  const verify = auth.verify.bind(auth);
  auth.verify = async (...asked) => {
    const ctx = strapi.requestContext.get();
    if (ctx && isByToken(ctx) && !isForTokens(ctx.state.route))
      throw new errors.PolicyError(
        'Could not do this with a token: it is for people alone, who have logged in. Do it in the admin.',
      );
    return verify(...asked);
  };
  keepLanguages(strapi);
}

function isForTokens({ path, info, config }: FoundRoute): boolean {
  const place = `${info.pluginName ?? ''}${path}`;
  const asksPermission = (config.policies ?? []).some(
    (policy) => typeof policy === 'object' && policy.name.endsWith('hasPermissions'),
  );
  return (
    !ofTokens.test(place) && (asksPermission || askThemselves.some((each) => each.test(place)))
  );
}

/** Strapi forgets the languages of a token whose owner is an administrator; none named are all. */
function keepLanguages(strapi: Core.Strapi): void {
  const engine = strapi.service('admin::permission').engine as Engine;
  const { generateTokenAbility } = engine;
  engine.generateTokenAbility = (permissions, owner) =>
    owner.roles.some(({ code }) => code === administratorCode)
      ? generateTokenAbility(
          permissions.map((permission) => ({
            ...permission,
            properties: { locales: null, ...permission.properties },
          })),
          { ...owner, roles: owner.roles.map((role) => ({ ...role, code: '' })) },
        )
      : generateTokenAbility(permissions, owner);
}
