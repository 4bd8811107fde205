/* The four ways to take an access away that bench:revocation measures. */
import { call } from './request.mjs'

const email = 'ada@example.com'
const password = 'correct horse battery staple'
const verify = '/api/v1/verify'
const service = 'wiki'
const group = 'operations'

/**
 * Signs up the owner, and adds what the ways need.
 * @returns the ways: `prepare` gives the access, and returns the request that proves it and the one
 * that ends it, whose caller chooses the instance; and the token of a receiver of the revocation
 * stream
 */
export async function openKinds(address) {
  const { token } = await call(`${address}/api/v1/auth/user/signup`, {
    method: 'POST',
    body: { email, password },
  })
  const headers = { 'xc-auth': token }
  const send = (method, path, body) => call(`${address}/api/v1${path}`, { method, headers, body })
  const machine = async (display_name, role = 'member') =>
    (await send('POST', '/users', { kind: 'machine', display_name, role })).id
  const [deleted, disabled, member] = [
    await machine('deleted'),
    await machine('disabled'),
    await machine('member'),
  ]
  await send('POST', '/groups', { name: group, members: [] })
  await send('POST', '/services', { name: service, access: 'groups', groups: [group] })
  const tokenOf = async (id) => (await send('POST', `/users/${id}/token`, { name: 'bench' })).token
  const ofDisabled = await tokenOf(disabled)
  const ofMember = await tokenOf(member)
  const ended = (method, path, body) => (at) =>
    call(`${at}/api/v1${path}`, { method, headers, body })
  const kinds = [
    {
      name: 'a token is deleted',
      isStreamed: true,
      prepare: async () => ({
        request: { path: verify, header: `xc-token: ${await tokenOf(deleted)}` },
        end: ended('DELETE', `/users/${deleted}/token`),
      }),
    },
    {
      name: 'a user logs out',
      isStreamed: true,
      prepare: async () => {
        const body = { email, password }
        const session = await call(`${address}/api/v1/auth/user/signin`, { method: 'POST', body })
        const own = { 'xc-auth': session.token }
        return {
          request: { path: verify, header: `xc-auth: ${session.token}` },
          end: (at) => call(`${at}/api/v1/auth/user/signout`, { method: 'POST', headers: own }),
        }
      },
    },
    {
      name: 'a user is disabled',
      isStreamed: true,
      prepare: async () => {
        await send('PATCH', `/users/${disabled}`, { disabled: false })
        return {
          request: { path: verify, header: `xc-token: ${ofDisabled}` },
          end: ended('PATCH', `/users/${disabled}`, { disabled: true }),
        }
      },
    },
    {
      name: 'a user leaves a group',
      prepare: async () => {
        await send('PATCH', `/users/${member}`, { groups: [group] })
        return {
          request: { path: `/api/v1/services/${service}/verify`, header: `xc-token: ${ofMember}` },
          end: ended('PATCH', `/users/${member}`, { groups: [] }),
        }
      },
    },
  ]
  return { kinds, receiverToken: await tokenOf(await machine('receiver', 'service')) }
}
