/** Why there is no answer of ours. */
export type Unanswered =
  | { kind: 'network' }
  /** Something else has answered, such as a proxy in front of the server, with a page of its own. */
  | { kind: 'foreign'; status: number }

export type JsonAnswer = { kind: 'answer'; response: Response; body: unknown }

export async function fetchJson(path: string, init: RequestInit): Promise<JsonAnswer | Unanswered> {
  try {
    const response = await fetch(path, { cache: 'no-store', ...init })
    return await read(response)
  } catch {
    return { kind: 'network' }
  }
}

/** @throws where the body breaks off */
async function read(response: Response): Promise<JsonAnswer | Unanswered> {
  const text = await response.text()
  try {
    return { kind: 'answer', response, body: JSON.parse(text) }
  } catch {
    return { kind: 'foreign', status: response.status }
  }
}
