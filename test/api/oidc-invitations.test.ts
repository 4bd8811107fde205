import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { password, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { expectRefusal } from '@/test/support/oidc-refusal'
import {
  comeBack,
  isGivenUp,
  type OidcServer,
  reachCallback,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'

/* With JETON_OIDC_SIGNUP=invited, invited people join, once, and nobody else comes in. */

/** Sign-ins at the same moment. */
const atOnce = 8

let oidc: OidcServer & { owner: string }
beforeAll(async () => {
  oidc = await startOwnedOidcServer('id_token', {
    JETON_OIDC_SIGNUP: 'invited',
    JETON_OIDC_OWNER_GROUPS: 'chiefs',
  })
})
afterAll(() => oidc.stop())

const me = (cookie: string) => oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
const newEmail = () => `${randomUUID()}@example.com`
const asOwner = () => ({ 'xc-auth': oidc.owner })

async function invite(email: string, more = {}) {
  const json = { email, ...more }
  return (await oidc.call('POST', '/api/v1/users', { headers: asOwner(), json })).body
}

async function find(email: string) {
  const query = `/api/v1/users?query=${encodeURIComponent(email)}`
  return (await oidc.call('GET', query, { headers: asOwner() })).body.list
}

const joinByLink = async (email: string, token: string) =>
  (
    await oidc.call('POST', '/api/v1/auth/user/signup', {
      json: { email, password, token },
    })
  ).status

/** The actions by which a session begins. */
const entering = ['joined', 'signed_up', 'signed_in']

const actionsOf = async (cookie: string) =>
  (await activityOf(oidc.call, { cookie })).map(({ action }) => action)

test('an invited address joins, keeps its role and groups, and uses the invitation up', async () => {
  const email = newEmail()
  const invited = await invite(email, { role: 'owner', groups: ['helpers'] })
  const person = somebody({ email, groups: ['chiefs'] })
  const { cookie, path } = await signInThrough(oidc, person)
  expect(path).toBe('/')
  expect((await me(cookie)).body).toMatchObject({ id: invited.id, roles: { owner: true } })
  expect((await find(email))[0]).toMatchObject({ state: 'active', groups: ['chiefs', 'helpers'] })
  const entries = (await actionsOf(cookie)).filter((action) => entering.includes(action))
  expect(entries).toEqual(['joined'])
  expect(await joinByLink(email, invited.invite_token)).toBe(400)
  expect((await signInThrough(oidc, person)).path).toBe('/')
})

test('sign-ins of an invited person at once make one account, which joins once', async () => {
  const email = newEmail()
  const { id } = await invite(email)
  const person = somebody({ email })
  const reached = []
  for (let i = 0; i < atOnce; i += 1) reached.push(await reachCallback(oidc, person))
  const finished = await Promise.all(
    reached.map(({ browser, callback }) => comeBack(oidc, browser, callback)),
  )
  const others = finished.filter(({ path }) => path !== '/')
  expect(others.filter((ended) => !isGivenUp(ended))).toEqual([])
  expect(await find(email)).toHaveLength(1)
  const { cookie } = await signInThrough(oidc, person)
  expect((await me(cookie)).body.id).toBe(id)
  expect((await actionsOf(cookie)).filter((action) => action === 'joined')).toHaveLength(1)
})

/** From now on, an invitation is gone as soon as a user is stored as joined. */
async function endInvitationsOnJoin(): Promise<() => Promise<void>> {
  const end = 'DELETE FROM "OneTimeToken" WHERE "userId" = NEW."id";'
  const joined = 'WHEN (OLD."invitedAt" IS NOT NULL AND NEW."invitedAt" IS NULL)'
  const trigger = `CREATE TRIGGER "EndInvitation" AFTER UPDATE ON "User" FOR EACH ROW ${joined}`
  const { server } = oidc
  if (server.databaseUrl === undefined) {
    await changeDatabase(server, `${trigger} BEGIN ${end} END`)
    return () => changeDatabase(server, 'DROP TRIGGER "EndInvitation"')
  }
  const body = `AS $$ BEGIN ${end} RETURN NEW; END $$`
  await changeDatabase(
    server,
    `CREATE FUNCTION end_invitation() RETURNS trigger LANGUAGE plpgsql ${body}`,
  )
  await changeDatabase(server, `${trigger} EXECUTE FUNCTION end_invitation()`)
  return () => changeDatabase(server, 'DROP TRIGGER "EndInvitation" ON "User"')
}

test('a sign-in whose invitation ends meanwhile changes nothing', async () => {
  const email = newEmail()
  await invite(email)
  const person = somebody({ email })
  const undo = await endInvitationsOnJoin()
  try {
    const { browser, callback } = await reachCallback(oidc, person)
    await expectRefusal(oidc, await comeBack(oidc, browser, callback), 'not_invited')
  } finally {
    await undo()
  }
  expect((await find(email))[0]).toMatchObject({ state: 'invited' })
  expect((await signInThrough(oidc, person)).path).toBe('/')
})

test('of several people with one invited address, one joins, and nobody else gets in', async () => {
  const email = newEmail()
  await invite(email)
  const reached = []
  for (let i = 0; i < atOnce; i += 1) reached.push(await reachCallback(oidc, somebody({ email })))
  const finished = await Promise.all(
    reached.map(({ browser, callback }) => comeBack(oidc, browser, callback)),
  )
  const inside = finished.filter(({ path }) => path === '/')
  expect(inside.length).toBeLessThanOrEqual(1)
  for (const each of finished.filter((ended) => !inside.includes(ended) && !isGivenUp(ended)))
    await expectRefusal(oidc, each, 'email_taken')
  // Had the server given up on all of them, this one joins.
  const last = await signInThrough(oidc, somebody({ email }))
  expect([...inside, last].filter(({ path }) => path === '/')).toHaveLength(1)
  expect(await find(email)).toHaveLength(1)
})

test('of the link and the provider, which are used at once, one joins', async () => {
  const email = newEmail()
  const { invite_token: token } = await invite(email)
  const { browser, callback } = await reachCallback(oidc, somebody({ email }))
  const [byLink, byProvider] = await Promise.all([
    joinByLink(email, token),
    comeBack(oidc, browser, callback),
  ])
  expect([byLink === 200, byProvider.path === '/'].filter((entered) => entered)).toHaveLength(1)
  if (byLink === 200) await expectRefusal(oidc, byProvider, 'email_taken')
})

test('nobody comes in without an invitation', async () => {
  await expectRefusal(oidc, await signInThrough(oidc, somebody()), 'not_invited')
})

test('an invitation that has expired lets nobody in, and a new one does', async () => {
  const email = newEmail()
  const { id } = await invite(email, { role: 'owner' })
  await changeDatabase(
    oidc.server,
    'UPDATE "OneTimeToken" SET "expiresAt" = ? WHERE "userId" = ?',
    {
      parameters: ['2020-01-01T00:00:00.000+00:00', id],
    },
  )
  await expectRefusal(oidc, await signInThrough(oidc, somebody({ email })), 'not_invited')
  expect((await find(email))[0]).toMatchObject({ id, state: 'invited' })
  const again = `/api/v1/users/${id}/resend-invite`
  expect((await oidc.call('POST', again, { headers: asOwner() })).status).toBe(200)
  expect((await signInThrough(oidc, somebody({ email }))).path).toBe('/')
})

test('an invitation stays open for an address that the provider has not verified', async () => {
  const email = newEmail()
  const { id } = await invite(email)
  const unverified = somebody({ email, email_verified: false })
  await expectRefusal(oidc, await signInThrough(oidc, unverified), 'email_unverified')
  expect((await find(email))[0]).toMatchObject({ id, state: 'invited' })
})

test('an address that exists is not taken over, however it is spelt', async () => {
  const { email, authToken } = await signUp(oidc.call)
  const before = await askDatabase(oidc.server, 'SELECT "id" FROM "Identity"')
  const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('example', 'EXAMPLE')]
  for (const spelling of spellings)
    await expectRefusal(
      oidc,
      await signInThrough(oidc, somebody({ email: spelling })),
      'email_taken',
    )
  expect(await askDatabase(oidc.server, 'SELECT "id" FROM "Identity"')).toEqual(before)
  const headers = { 'xc-auth': authToken }
  expect((await oidc.call('GET', '/api/v1/auth/user/me', { headers })).body.email).toBe(email)
})

test.each([
  ['a Cyrillic letter', (email: string) => email.replace('example', 'ex\u0430mple')],
  ['a Cyrillic letter in the name', (email: string) => `\u0430${email.slice(1)}`],
  ['a wide letter', (email: string) => `\uff41${email.slice(1)}`],
  ['an invisible letter', (email: string) => `${email.slice(0, 1)}\u200b${email.slice(1)}`],
  ['a comment', (email: string) => email.replace('@', '(x)@')],
  ['a tag', (email: string) => email.replace('@', '+x@')],
  ['a second address', (email: string) => `evil@example.net,${email}`],
  ['a line break', (email: string) => `${email}\r\nevil@example.net`],
])(
  'an address that looks like an invited one by %s does not use the invitation',
  async (_, like) => {
    const email = `a${newEmail()}`
    const { id } = await invite(email)
    const { path } = await signInThrough(oidc, somebody({ email: like(email) }))
    expect(path).toMatch(/^\/sign-in\?error=(not_invited|email_unverified)$/)
    expect((await find(email))[0]).toMatchObject({ id, state: 'invited' })
  },
)
