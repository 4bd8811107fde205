/** The client that makes tokens and deletes them again while others are verified. */

const cyclesPerSecond = 50

/**
 * Creates and deletes tokens through the API, a new one every 20 ms, each user one at a time.
 * @param authTokens of users who have no token
 * @returns stops it, and tells how many a second were made and deleted
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
 * Makes a token and deletes it.
 * @returns milliseconds until the deletion was confirmed
 */
export async function createAndDelete(address, authToken) {
  const { id } = await call(`${address}/api/v1/tokens`, 'POST', authToken, { name: 'short-lived' })
  const begin = performance.now()
  await call(`${address}/api/v1/tokens/${id}`, 'DELETE', authToken)
  return performance.now() - begin
}

async function call(url, method, authToken, body) {
  const response = await fetch(url, {
    method,
    headers: { 'xc-auth': authToken, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
