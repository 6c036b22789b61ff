import { environment } from '../environment';

/** Puts a question to the publisher; when it cannot be asked the answer says so, in Strapi's shape of an error. */
export async function askPublisher(
  path: string,
  question: object,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  const { PUBLISHER_URL: url, PUBLISHER_KEYS: keys } = environment;
  if (url === undefined || keys === undefined)
    return unavailable('PUBLISHER_URL and PUBLISHER_KEYS are not set');
  try {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/json',
        'x-lectern-key': keys[0],
        // A connection that is kept may be closed by the other side just when it is used again.
        connection: 'close',
      },
      body: JSON.stringify(question),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { status: 200, body: answer };
    const error = typeof answer === 'object' && answer !== null && Reflect.get(answer, 'error');
    return unavailable(typeof error === 'string' ? error : `it answered ${response.status}`);
  } catch (error) {
    return unavailable(error instanceof Error ? String(error.cause ?? error.message) : 'it failed');
  }
}

function unavailable(cause: string) {
  const message = `Could not ask the publisher: ${cause.replace(/\.$/, '')}. Publishing still works; what it would block shows afterwards.`;
  return { status: 503, body: { error: { status: 503, name: 'PublisherUnavailable', message } } };
}
