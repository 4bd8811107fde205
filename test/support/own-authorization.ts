import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, callerOf } from '@/test/support/client'
import {
  askJeton,
  expectIdentity,
  type Guarded,
  type Guide,
  hostOf,
  type StartGuarded,
} from '@/test/support/guarded'
import type { Seen } from '@/test/support/upstream'

/** The promises of a guide's section "A service with its own Authorization". */
export function passesAuthorization(guide: Guide, start: StartGuarded): void {
  describe('with its section on a service with its own Authorization', () => {
    let guarded: Guarded
    let call: Call
    beforeAll(async () => {
      guarded = await start(hostOf(guide.jeton))
      call = callerOf(guarded.address)
    })
    afterAll(() => guarded?.stop())

    test('the service receives its own credential, and not the token', async () => {
      const credential = { 'xc-token': guide.account.token }
      const headers = { ...credential, authorization: 'Bearer of-the-service' }
      expect((await call('GET', '/', { headers })).status).toBe(200)
      const seen = guarded.seen().at(-1) as Seen
      const received = new Map(seen.headers.map(([name, value]) => [name.toLowerCase(), value]))
      expect(received.get('authorization')).toBe(headers.authorization)
      expect(received.get('xc-token') ?? '').toBe('')
      expect(JSON.stringify(seen.headers).includes(guide.account.token)).toBe(false)
      expectIdentity(seen, await askJeton(guide, credential))
    })

    test.each(['token', 'authToken'] as const)(
      'a caller who puts the %s into Authorization is refused',
      async (kind) => {
        const before = guarded.seen().length
        const headers = { authorization: `Bearer ${guide.account[kind]}` }
        expect((await call('GET', '/', { headers })).status).toBe(401)
        expect(guarded.seen()).toHaveLength(before)
      },
    )
  })
}
