import { afterAll, beforeAll, expect, test } from 'vitest'
import { askDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { logoutTokenOf } from '@/test/support/logout-token'
import {
  comeBack,
  isGivenUp,
  type OidcServer,
  reachCallback,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { expectProblem } from '@/test/support/problem'

/* Sign-ins and logouts through the OpenID provider, at the same moment as other changes. */

let oidc: OidcServer & { owner: string }
beforeAll(async () => {
  oidc = await startOwnedOidcServer('userinfo', { JETON_OIDC_OWNER_GROUPS: 'chiefs' })
})
afterAll(() => oidc.stop())

const me = (cookie: string) => oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })

test('first sign-ins of one person at once all lead to the one account', async () => {
  const person = somebody()
  const reached = []
  for (let i = 0; i < 8; i += 1) reached.push(await reachCallback(oidc, person))
  const finished = await Promise.all(
    reached.map(({ browser, callback }) => comeBack(oidc, browser, callback)),
  )
  for (const ended of finished.filter((one) => !isGivenUp(one))) expect(ended.path).toBe('/')
  const users = await askDatabase(oidc.server, 'SELECT "email" FROM "User"')
  expect(users.filter(({ email }) => email === person.email)).toHaveLength(1)
})

test('a group that is deleted while somebody of it signs in stops nobody', async () => {
  const person = somebody({ groups: ['fleeting', 'readers'] })
  const headers = { 'xc-auth': oidc.owner }
  await signInThrough(oidc, person)
  for (let round = 0; round < repetitions(6, 30); round += 1) {
    const reached = await reachCallback(oidc, {
      ...person,
      groups: round % 2 === 0 ? [] : ['fleeting', 'readers'],
    })
    const { list } = (await oidc.call('GET', '/api/v1/groups?limit=1000', { headers })).body
    const names = ['fleeting', 'readers']
    const found = list.filter(({ name }: { name: string }) => names.includes(name))
    const [signedIn, ...deleted] = await Promise.all([
      comeBack(oidc, reached.browser, reached.callback),
      ...found.map(({ id }: { id: string }) =>
        oidc.call('DELETE', `/api/v1/groups/${id}`, { headers }),
      ),
    ])
    expect(signedIn.path).toBe('/')
    for (const { status } of deleted) expect(status).toBe(200)
  }
})

test('owner groups and an owner who change the same role at once do not stop each other', async () => {
  const person = somebody({ groups: ['chiefs'] })
  const { id } = (await me((await signInThrough(oidc, person)).cookie)).body
  const headers = { 'xc-auth': oidc.owner }
  const change = (role: string) =>
    oidc.call('PATCH', `/api/v1/users/${id}`, { headers, json: { role } })
  for (let round = 0; round < 6; round += 1) {
    const reached = await reachCallback(oidc, {
      ...person,
      groups: round % 2 === 0 ? [] : ['chiefs'],
    })
    const [signedIn, ...changed] = await Promise.all([
      comeBack(oidc, reached.browser, reached.callback),
      ...['member', 'owner', 'member', 'owner', 'member', 'owner'].map(change),
    ])
    expect(signedIn.path === '/' || isGivenUp(signedIn)).toBe(true)
    expect(changed.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
  }
})

test('a replayed logout token does nothing, also when twenty arrive at once', async () => {
  const person = somebody()
  const send = (token: string) =>
    oidc.call('POST', '/api/v1/auth/oidc/backchannel-logout', {
      body: new URLSearchParams({ logout_token: token }),
    })
  await signInThrough(oidc, person)
  const token = await logoutTokenOf(oidc.provider, { sub: person.sub })
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(token)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const { cookie } = await signInThrough(oidc, person)
  expectProblem(await send(token), 400, 'input_invalid')
  expect((await me(cookie)).status).toBe(200)
})
