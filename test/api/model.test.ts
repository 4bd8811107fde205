import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Account, commands, sessionOf } from '@/test/support/account-model'
import { clientOf, password } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)
const users = 4

test('whatever several users do at once, each account is what a model of ten lines says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commands, { minLength: users, maxLength: users }), async (lives) => {
      const everyId = new Set<string>()
      const played = lives.map(async (life) => {
        const email = `${crypto.randomUUID()}@example.com`
        const signedUp = await call('POST', '/api/v1/auth/user/signup', {
          json: { email, password },
        })
        const model = new Account(sessionOf(signedUp))
        await fc.asyncModelRun(() => ({ model, real: { call, email, everyId } }), life)
      })
      const outcomes = await Promise.allSettled(played)
      expect(
        outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])),
      ).toEqual([])
    }),
    { numRuns: 6, endOnFailure: true },
  )
})
