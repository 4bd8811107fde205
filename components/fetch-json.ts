/** Why there is no response from our server. */
export type Unanswered =
  | { kind: 'network' }
  /** Something else has answered with its own page, such as a proxy in front of the server. */
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

/** @throws when the body is cut off */
async function read(response: Response): Promise<JsonAnswer | Unanswered> {
  const text = await response.text()
  try {
    return { kind: 'answer', response, body: JSON.parse(text) }
  } catch {
    return { kind: 'foreign', status: response.status }
  }
}
