import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { findGlewlwyd, type Glewlwyd, startGlewlwyd } from '@/test/support/glewlwyd'
import { comeBack, startAddress, untilAnswered } from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'
import { freePort, type Server, startServer } from '@/test/support/server'

const tool = findGlewlwyd()

let provider: Glewlwyd
let server: Server
let call: Call
beforeAll(async () => {
  if (!tool) return
  const of = `http://localhost:${await freePort()}`
  provider = await startGlewlwyd(tool, of)
  server = await startServer({ ...provider.settings, JETON_OIDC_OWNER_GROUPS: 'chiefs' })
  call = clientOf(server.address)
  await signUp(call)
})
afterAll(async () => {
  await server?.stop()
  await provider?.stop()
})

const signInAs = (username: string) =>
  untilAnswered(async () => {
    const browser = new RedirectFollower()
    const asked = await browser.open(startAddress({ server }), provider.issuer)
    return comeBack({ server }, browser, await provider.signIn(browser, asked, username))
  })

const me = async (cookie: string) =>
  (await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).body

test.skipIf(!tool)(
  'whom Glewlwyd signs in has an account, and follows its groups at each sign-in',
  async () => {
    const username = randomUUID()
    const user = { username, email: `${username}@example.com`, isVerified: true }
    await provider.setUser({ ...user, groups: ['readers', 'chiefs'] })
    const first = await signInAs(username)
    expect(first.path).toBe('/')
    const joined = await me(first.cookie)
    expect(joined).toMatchObject({
      email: user.email,
      display_name: username,
      groups: ['chiefs', 'readers'],
      roles: { owner: true },
    })

    await provider.setUser({ ...user, groups: ['readers'] })
    const second = await me((await signInAs(username)).cookie)
    expect(second).toMatchObject({ id: joined.id, groups: ['readers'], roles: { user: true } })
    expect(second.roles.owner).not.toBe(true)
  },
)

test.skipIf(!tool)('an address that Glewlwyd has not verified creates nothing', async () => {
  const username = randomUUID()
  const email = `${username}@example.com`
  await provider.setUser({ username, email, isVerified: false, groups: [] })
  expect((await signInAs(username)).path).toBe('/sign-in?error=email_unverified')
})
