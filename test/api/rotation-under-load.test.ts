import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Calls, callsAs } from '@/test/support/calls-as'
import { type Answer, type Call, clientOf, signIn } from '@/test/support/client'
import { Hammer } from '@/test/support/hammer'
import { keysOf } from '@/test/support/jws'
import { runCommand } from '@/test/support/maintenance'
import { addManyTokens } from '@/test/support/many-tokens'
import { expectNoWrongAnswer, RotationLoad } from '@/test/support/rotation-load'
import { newHolder } from '@/test/support/rotations'
import { rotationRounds } from '@/test/support/rounds'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * While a token is rotated, many connections ask with its secrets: none that should live is
 * refused, and none that was ended is accepted, from the confirmation on.
 */

const connections = 24

describe.each([1, 3])('WEB_CONCURRENCY=%i', (workers) => {
  const dataDir = makePreparedDataDir()
  let server: Server
  let call: Call
  let hammer: Hammer

  beforeAll(async () => {
    server = await startServer({ JETON_DATA_DIR: dataDir, WEB_CONCURRENCY: `${workers}` })
    call = clientOf(server.address)
    hammer = await Hammer.connect(server.address, connections)
  })
  afterAll(async () => {
    hammer?.close()
    await server?.stop()
    removeDataDir(dataDir)
  })

  test(`${rotationRounds} rotations, with grace and without`, async () => {
    const holder = await newHolder(call)
    const load = new RotationLoad([hammer], connections, holder.first, {
      rotate: (grace) => holder.rotate({ grace }),
      endPrevious: holder.endPrevious,
    })
    await load.during(async () => {
      for (let round = 0; round < rotationRounds; round += 1) await load.rotate(round)
    })
    expectNoWrongAnswer(load)
    expect(await holder.copied()).toBe(load.current)
  })

  test('rotations while the master key is rotated as well', async () => {
    const url = server.databaseUrl ?? `file:${dataDir}/jeton.db`
    await addManyTokens(url, keysOf(dataDir), 400)
    const { user, id, first } = await newHolder(call)
    // The end of the rotation ends auth tokens: the user signs in again. For a moment, a sign-in
    // may still be answered with a token under the old key.
    let asUser = callsAs(call, user, 'tokens')
    const signedIn = async (send: (tokens: Calls) => Promise<Answer>): Promise<Answer> => {
      let answer = await send(asUser)
      for (let tries = 0; answer.status === 401 && tries < 50; tries += 1) {
        const headers = { 'xc-auth': await signIn(call, user.email) }
        asUser = callsAs(call, { headers }, 'tokens')
        answer = await send(asUser)
      }
      return answer
    }
    const load = new RotationLoad([hammer], connections, first, {
      rotate: (grace) => signedIn((tokens) => tokens.post(`/${id}/rotate`, { grace })),
      endPrevious: () => signedIn((tokens) => tokens.delete(`/${id}/previous`)),
    })
    let isOver = false
    await load.during(async () => {
      const settings = { JETON_DATA_DIR: dataDir, DATABASE_URL: url }
      const command = runCommand(['rotate-secret'], settings).finally(() => {
        isOver = true
      })
      for (let round = 0; round < rotationRounds || !isOver; round += 1) await load.rotate(round)
      const { code, output } = await command
      expect(code, output).toBe(0)
    })
    expectNoWrongAnswer(load)
    const copied = await signedIn((tokens) => tokens.get(`/${id}/secret`))
    expect(copied.body.token).toBe(load.current)
  })
})
