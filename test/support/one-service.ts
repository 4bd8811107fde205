import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nameTokenHeaders } from '@/lib/services/guide-text'
import { type Guard, guideOf, protectIt } from '@/lib/services/protect-it'
import { type Call, callerOf } from '@/test/support/client'
import {
  type Account,
  askJeton,
  expectIdentity,
  expectNoCredential,
  type Guarded,
  type Guide,
  hostOf,
  identityIn,
  makeAccount,
  type StartGuarded,
  tokenHeaders,
} from '@/test/support/guarded'
import { readGuide } from '@/test/support/guide'
import { serviceRows } from '@/test/support/services'
import type { Seen } from '@/test/support/upstream'

/* The promises of a guide whose configuration asks for one service, and with further headers. */

const service = 'wiki'
const path = `/api/v1/services/${service}/verify`

/** Returns one of the files that "Protect it" gives to the reader. */
export function fileFor(guard: Guard, serverAddress: string, name: string): string {
  const protection = { service, url: null, serverAddress, tokenHeaders }
  const files = protectIt(guard, readGuide(guideOf(guard)), protection)
  const file = files.find((each) => each.name === name)
  if (!file) throw new Error(`there is no ${name}`)
  return file.text
}

/** Changes the code of a guide as its section "One service" and "More headers" say. */
export const forService = (code: string) =>
  nameTokenHeaders(code.replace('/api/v1/verify', path), tokenHeaders)

/**
 * @param start starts a service behind the guide's configuration for the service
 * @param passed the further headers that the program passes on to Jeton
 */
export function guardsOneService(guide: Guide, start: StartGuarded, passed = tokenHeaders): void {
  describe('for one service', () => {
    let guarded: Guarded
    let call: Call
    let account: Account
    let userId: string

    beforeAll(async () => {
      guarded = await start(hostOf(guide.jeton))
      call = callerOf(guarded.address)
      account = await makeAccount(guide.jetonCall)
      userId = await idOf(account)
    })
    afterAll(() => guarded?.stop())

    const idOf = async ({ authToken }: Account): Promise<string> => {
      const headers = { 'xc-auth': authToken }
      return (await guide.jetonCall('GET', '/api/v1/auth/user/me', { headers })).body.id
    }
    const rows = () => serviceRows(guide.jeton)
    /** The first account is an owner. */
    const asOwner = (method: string, to: string, json: object) =>
      guide.jetonCall(method, to, { headers: { 'xc-auth': guide.account.authToken }, json })
    const setList = async (services: string[] | null) => {
      const headers = { 'xc-auth': account.authToken }
      const to = `/api/v1/tokens/${account.tokenId}`
      const { status } = await guide.jetonCall('PATCH', to, { headers, json: { services } })
      expect(status).toBe(200)
    }
    const asToken = () => ({ 'xc-token': account.token })

    async function use(headers: Record<string, string>): Promise<{ status: number; seen: Seen[] }> {
      const before = guarded.seen().length
      const { status } = await call('GET', '/', { headers })
      return { status, seen: guarded.seen().slice(before) }
    }

    async function expectLetThrough(headers: Record<string, string>): Promise<void> {
      const { status, seen } = await use(headers)
      expect(status).toBe(200)
      expectIdentity(seen[0] as Seen, await askJeton(guide, headers, path))
      expectNoCredential(seen[0] as Seen, account)
    }

    /** A valid token that may not be used here. */
    const refused = { status: 403, seen: [] }

    test('nobody is let in before the service exists, and its users afterwards', async () => {
      expect(await use(asToken())).toEqual(refused)
      expect((await asOwner('POST', '/api/v1/services', { name: service })).status).toBe(200)
      await expectLetThrough(asToken())
      await expectLetThrough({ 'xc-auth': account.authToken })
      expect(await use({})).toEqual({ status: 401, seen: [] })
      expect(await use({ 'xc-token': 'made-up' })).toEqual({ status: 401, seen: [] })
    })

    test('it is told the service and the groups of the user', async () => {
      const group = await rows().addGroup('a,b 100% ü')
      await rows().addMember(userId, group)
      const { seen } = await use(asToken())
      const told = identityIn(seen[0] as Seen)
      expect(told.get('x-service')).toEqual([service])
      for (const name of ['remote-groups', 'x-auth-request-groups'])
        expect(told.get(name)).toEqual(['a%2Cb 100%25 %C3%BC'])
      await rows().removeMember(userId, group)
    })

    test.each(passed)('a token in %s is let through, and stays outside', async (name) => {
      await expectLetThrough({ [name]: account.token })
      await expectLetThrough({ [name]: account.token, authorization: 'Bearer of the service' })
      await expectLetThrough({ ...asToken(), [name]: account.token })
      expect(await use({ [name]: 'no' })).toEqual({ status: 401, seen: [] })
    })

    const others = tokenHeaders.filter((name) => !passed.includes(name))
    test.for(others)('a token in %s, which is not passed on, is none', async (name) => {
      expect(await use({ [name]: account.token })).toEqual({ status: 401, seen: [] })
    })

    test('more groups than headers have room for are never cut off', async () => {
      const own = await makeAccount(guide.jetonCall)
      const id = await idOf(own)
      const names = Array.from({ length: 20 }, (_, i) => `${'🔑'.repeat(60)}${i + 10}`)
      for (const name of names) await rows().addMember(id, await rows().addGroup(name))
      const { status, seen } = await use({ 'xc-token': own.token })
      const told = seen.flatMap((each) => identityIn(each).get('remote-groups') ?? [])
      const whole = told.map((value) => value.split(',').map(decodeURIComponent))
      expect(whole).toEqual(status === 200 ? [names] : [])
    })

    test('a list that lacks the service, and a service for a group, refuse the next request', async () => {
      await setList([])
      expect(await use(asToken())).toEqual(refused)
      await expectLetThrough({ 'xc-auth': account.authToken })
      await setList(null)
      await expectLetThrough(asToken())
      const closed = { access: 'groups', groups: ['staff'] }
      expect((await asOwner('PATCH', `/api/v1/services/${service}`, closed)).status).toBe(200)
      expect(await use(asToken())).toEqual(refused)
      expect(await use({ 'xc-auth': account.authToken })).toEqual(refused)
    })
  })
}
