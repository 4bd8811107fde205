/*
 * Calls a server as a user would, and prints the result as JSON: main-job.mjs ADDRESS. Leaves a
 * second account with a token.
 */
const [address] = process.argv.slice(2)

async function call(method, path, headers = {}, json = undefined) {
  const body = json && JSON.stringify(json)
  const sent = { method, headers: { ...headers, 'content-type': 'application/json' }, body }
  const response = await fetch(`${address}${path}`, sent)
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

async function signUp(email) {
  const account = { email, password: 'long enough for a password' }
  const { body } = await call('POST', '/api/v1/auth/user/signup', {}, account)
  const headers = { 'xc-auth': body.token }
  const made = await call('POST', '/api/v1/tokens', headers, { name: 'deploy' })
  return { headers, id: made.body.id, token: made.body.token }
}

const verify = async (token) => (await call('GET', '/api/v1/verify', { 'xc-token': token })).status

const { headers, id, token } = await signUp('ada@example.com')
const statuses = [await verify(token)]
await call('DELETE', `/api/v1/tokens/${id}`, headers)
statuses.push(await verify(token))
const { token: kept } = await signUp('grace@example.com')
console.log(JSON.stringify({ statuses, token: kept }))
