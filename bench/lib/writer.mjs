/* Creates and deletes tokens while others are verified. */
import { call } from './request.mjs'

const cyclesPerSecond = 50

/**
 * Creates and deletes tokens through the API. A cycle starts every 20 ms; each user has at most one
 * at a time.
 * @param authTokens of users who have no token
 * @returns a function that stops it and returns the cycles per second
 */
export function startWriting(address, authTokens) {
  const free = [...authTokens]
  const begin = performance.now()
  let cycles = 0
  let failure = null
  const cycle = async () => {
    const authToken = free.shift()
    if (authToken === undefined) return
    try {
      await createAndDelete(address, authToken)
      cycles += 1
    } catch (error) {
      failure ??= error
    }
    free.push(authToken)
  }
  const timer = setInterval(cycle, 1000 / cyclesPerSecond)
  return async () => {
    clearInterval(timer)
    const seconds = (performance.now() - begin) / 1000
    const perSecond = cycles / seconds
    while (free.length < authTokens.length) await new Promise((resolve) => setTimeout(resolve, 5))
    if (failure) throw failure
    return perSecond
  }
}

/**
 * Creates a token and deletes it.
 * @returns milliseconds until the delete was confirmed
 */
export async function createAndDelete(address, authToken) {
  const headers = { 'xc-auth': authToken }
  const body = { name: 'short-lived' }
  const { id } = await call(`${address}/api/v1/tokens`, { method: 'POST', headers, body })
  const begin = performance.now()
  await call(`${address}/api/v1/tokens/${id}`, { method: 'DELETE', headers })
  return performance.now() - begin
}
