import { type Failure, toFailure } from '@/components/api'

/**
 * Ends a token (RFC 7009).
 * @returns null when this server has answered that it accepts the token no longer
 */
export async function endToken(token: string): Promise<Failure | null> {
  try {
    const response = await fetch('/api/v1/revoke', {
      method: 'POST',
      body: new URLSearchParams({ token }),
      cache: 'no-store',
      credentials: 'omit',
    })
    const text = await response.text()
    // Something else that answers in place of the server has a page of its own.
    if (response.ok) return text === '' ? null : { kind: 'foreign', status: response.status }
    return toFailure(response, parse(text))
  } catch {
    return { kind: 'network' }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
