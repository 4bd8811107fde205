import { expect, test } from 'vitest'
import { clientOf, createToken } from '@/test/support/client'
import { newMember, newOwner, peopleAs } from '@/test/support/people'
import { sharedServer } from '@/test/support/shared-server'

/* A token is ended by its holder while its user, or an owner, rotates or deletes it. */

const server = sharedServer()
const call = clientOf(server.address)
const rounds = 10

const revoke = (token: string) =>
  call('POST', '/api/v1/revoke', { body: new URLSearchParams({ token }) })
const accepts = async (token: string) =>
  (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status === 200

async function expectAllFine(revocations: Promise<{ status: number }>[]): Promise<void> {
  expect((await Promise.all(revocations)).map(({ status }) => status)).toEqual(
    revocations.map(() => 200),
  )
}

test.each(['0s', '1h'])(
  'whoever holds the old secret does not end the new one that an owner gets meanwhile, with grace %s',
  async (grace) => {
    const people = peopleAs(call, await newOwner(server))
    const { id } = (await people.post('', { kind: 'machine', display_name: 'robot' })).body
    for (let round = 0; round < rounds; round += 1) {
      const created = await people.post(`/${id}/token`, { name: 'robot' })
      const old: string = created.body.token
      const rotation = people.post(`/${id}/token/rotate`, { grace })
      await expectAllFine(Array.from({ length: 4 }, () => revoke(old)))
      const rotated = await rotation
      expect([200, 404]).toContain(rotated.status)
      if (rotated.status === 200) expect(await accepts(rotated.body.token)).toBe(true)
      expect(await accepts(old)).toBe(false)
      await people.delete(`/${id}/token`)
    }
  },
)

test('a token that its user deletes meanwhile is answered as every other', async () => {
  const { headers } = await newMember(call)
  for (let round = 0; round < rounds; round += 1) {
    const { id, token } = await createToken(call, headers['xc-auth'] ?? '')
    const deletion = call('DELETE', `/api/v1/tokens/${id}`, { headers })
    await expectAllFine(Array.from({ length: 4 }, () => revoke(token)))
    expect([200, 404]).toContain((await deletion).status)
    expect(await accepts(token)).toBe(false)
  }
})
