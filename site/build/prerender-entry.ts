/*
 * Entry of the bundle that renders pages: a build and the publisher run the same one.
 * `createApp` is Astro's adapter interface, `StaticPaths` what lists the pages of a build.
 */

import { StaticPaths } from 'astro:static-paths';
import { createApp } from 'astro/app/entrypoint';

const app = createApp({ streaming: false });

// In production Astro answers a failed page with a page about the failure; here it has to be known.
const renderError = app.renderError.bind(app);
app.renderError = async (request, options) => {
  if (options.status === 500 && options.response === undefined) throw options.error;
  return renderError(request, options);
};

export const { manifest } = app;
export const getStaticPaths = () => new StaticPaths(app).getAll();
export const render = (
  request: Request,
  routeData: NonNullable<Parameters<typeof app.render>[1]>['routeData'],
) => app.render(request, routeData ? { routeData } : {});
