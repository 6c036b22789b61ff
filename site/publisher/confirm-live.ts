/** Longest until the live site has to show a release, in milliseconds. */
const patience = 5_000;

/**
 * Asks the live site itself which release it shows.
 * @throws Error when it cannot be asked, or goes on showing another one
 */
export async function confirmLive(liveUrl: string, release: string): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const shown = await shownRelease(liveUrl);
    if (shown === release) return;
    if (performance.now() > deadline)
      throw new Error(
        `Could not confirm release ${release}: ${liveUrl} shows ${shown}. Look at what stands between, such as a cache.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function shownRelease(liveUrl: string): Promise<string> {
  try {
    const response = await fetch(new URL('/release.json', liveUrl), {
      signal: AbortSignal.timeout(patience),
      cache: 'no-store',
    });
    const { release } = (await response.json()) as { release: string };
    return release;
  } catch (error) {
    return `nothing (${error instanceof Error ? error.message : error})`;
  }
}
