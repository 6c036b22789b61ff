const pause = 2_000;

/** The answer of the CMS; undefined where it cannot be reached, or a proxy answers in its place. */
export async function reachCms(send: () => Promise<Response>): Promise<Response | undefined> {
  try {
    const response = await send();
    const isOwn = response.headers.get('content-type')?.includes('json') ?? false;
    return response.status >= 502 && !isOwn ? undefined : response;
  } catch (error) {
    // So `fetch` says that there is no network; a request that was called off fails otherwise.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Asks until the CMS answers. */
export async function waitForCms(send: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await reachCms(send);
    if (response !== undefined) return response;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Stands for the answer to a write that has none. */
export const unanswered = (): Response =>
  Response.json(
    {
      data: null,
      error: {
        status: 503,
        name: 'UnreachableError',
        message:
          'The CMS does not answer, so nobody can say whether this was done. What you typed stays here: try again once it answers.',
        details: {},
      },
    },
    { status: 503 },
  );
