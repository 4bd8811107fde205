import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

/**
 * Sends a request except for the last byte of its body, runs `meanwhile`, then sends that byte.
 * @returns the status of the answer
 */
async function finishAfter(
  [method, path]: [string, string],
  {
    header,
    body,
    type = 'application/json',
  }: { header: [string, string]; body: string; type?: string },
  meanwhile: () => Promise<unknown>,
): Promise<number> {
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  const closed = once(socket, 'close')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const lines = [`Host: ${host}`, 'Connection: close', header.join(': '), `Content-Type: ${type}`]
  socket.write(
    `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`,
  )
  socket.write(body.slice(0, -1))
  // This request was sent later and has been answered, so the server already reads the first one.
  await call('GET', '/api/ready')
  await meanwhile()
  socket.write(body.slice(-1))
  await closed
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(chunks).toString())?.[1])
}

const signOut = (authToken: string) =>
  call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': authToken } })

test('a token is not made by a session that ended while its request was on the way', async () => {
  const { email, authToken } = await signUp(call)
  const header: [string, string] = ['xc-auth', authToken]
  const body = JSON.stringify({ name: 'zombie' })
  expect(
    await finishAfter(['POST', '/api/v1/tokens'], { header, body }, () => signOut(authToken)),
  ).toBe(401)
  const headers = { 'xc-auth': await signIn(call, email) }
  expect((await call('GET', '/api/v1/tokens', { headers })).body.list).toEqual([])
})

test('a password is not changed, nor a profile, by a session that ended meanwhile', async () => {
  const { email, authToken } = await signUp(call)
  const other = await signIn(call, email)
  const header: [string, string] = ['xc-auth', authToken]
  const passwords = JSON.stringify({
    currentPassword: password,
    newPassword: 'another good password',
  })
  const endOthers = () => call('DELETE', '/api/v1/sessions', { headers: { 'xc-auth': other } })
  const change: [string, string] = ['POST', '/api/v1/auth/user/password/change']
  expect(await finishAfter(change, { header, body: passwords }, endOthers)).toBe(401)
  expect(
    (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': other } })).status,
  ).toBe(200)
  const profile = JSON.stringify({ display_name: 'Mallory' })
  const again: [string, string] = ['xc-auth', await signIn(call, email)]
  const rename: [string, string] = ['PATCH', '/api/v1/user/profile']
  expect(await finishAfter(rename, { header: again, body: profile }, () => signOut(again[1]))).toBe(
    401,
  )
})

test('nothing is told to an API token that was deleted while it asked', async () => {
  const { authToken } = await signUp(call)
  const { id, token } = await createToken(call, authToken)
  const type = 'application/x-www-form-urlencoded'
  const remove = () => call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
  const ask = { header: ['xc-token', token] as [string, string], body: `token=${authToken}`, type }
  expect(await finishAfter(['POST', '/api/v1/introspect'], ask, remove)).toBe(401)
})

test('no session begun with the old password outlives its change', async () => {
  const { email, authToken } = await signUp(call)
  const signInOnce = () => call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  const change = call('POST', '/api/v1/auth/user/password/change', {
    headers: { 'xc-auth': authToken },
    json: { currentPassword: password, newPassword: 'another good password' },
  })
  const answers = await Promise.all(Array.from({ length: 24 }, signInOnce))
  expect((await change).status).toBe(200)
  const me = (token: string) =>
    call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': token } })
  const tokens = answers.flatMap(({ body }) => (body.token ? [body.token as string] : []))
  const statuses = await Promise.all(tokens.map(async (token) => (await me(token)).status))
  expect(statuses.filter((status) => status !== 401)).toEqual([])
})
