/** One request as a client sends it; the load generator sends the same. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(url, { method: 'POST', headers: { ...JSON_HEADERS, ...headers }, body });
  return { status: response.status, body: await response.text() };
}

/** What a client of GraphQL over HTTP sends with a request. */
export const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' } as const;
