import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Call, clientOf, password } from '@/test/support/client'
import { askDatabase } from '@/test/support/database'
import { newEmail, newMember, newOwner, type People, peopleAs } from '@/test/support/people'
import { type Server, startServer } from '@/test/support/server'

/*
 * Links that are used while owners renew them, or change their user: each transaction locks the
 * user's row first, so that none waits for another in a circle, and all are answered.
 */

const rounds = 3
const atOnce = 8
let server: Server
let call: Call
let people: People

beforeAll(async () => {
  server = await startServer({ WEB_CONCURRENCY: '2' })
  call = clientOf(server.address)
  people = peopleAs(call, await newOwner(server, call))
})
afterAll(() => server.stop())

interface Invited {
  id: string
  email: string
  invite_token: string
}

const invite = async (): Promise<Invited> => (await people.post('', { email: newEmail() })).body
const join = ({ email, invite_token: token }: Invited, i: number) =>
  call('POST', '/api/v1/auth/user/signup', { json: { email, token, password: `${password} ${i}` } })
const times = (send: (i: number) => Promise<Answer>) =>
  Array.from({ length: atOnce }, (_, i) => send(i))
const tokensOf = ({ id }: { id: string }) =>
  askDatabase(server, `SELECT * FROM "OneTimeToken" WHERE "userId" = '${id}'`)

/**
 * Expects every answer to be a success, or a refusal in words. A machine that is busy may also
 * refuse for now; of a deadlock, the server would write an error to its log.
 */
function expectAnswered(answers: Answer[], codes: string[]): void {
  expect(server.output()).not.toMatch(/deadlock/i)
  for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
    expect(status).not.toBe(500)
    expect([...codes, 'unavailable']).toContain(body.code)
    expect(body.detail).toMatch(/\w/)
  }
}

test('of joins and renewals at once, one join at most makes an account, and refusals say why', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const invited = await invite()
    const renew = () => people.post(`/${invited.id}/resend-invite`)
    const [joins, renewals] = await Promise.all([
      Promise.all(times((i) => join(invited, i))),
      Promise.all(times(renew)),
    ])
    expectAnswered(joins, ['link_invalid'])
    expectAnswered(renewals, ['input_invalid'])
    const joined = joins.filter(({ status }) => status === 200).length
    expect(joined).toBeLessThanOrEqual(1)
    const [person] = (await people.get(`?query=${invited.email}`)).body.list
    expect(person.state).toBe(joined === 1 ? 'active' : 'invited')
    // Of somebody who has joined no link is left; of somebody else the last one.
    expect(await tokensOf(invited)).toHaveLength(1 - joined)
  }
})

test('joins, while the invited person is disabled, enabled and moved to another address', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const invited = await invite()
    const changes = [{ disabled: true }, { disabled: false }, { email: newEmail() }]
    const [joins, answers] = await Promise.all([
      Promise.all(times((i) => join(invited, i))),
      Promise.all(times((i) => people.patch(`/${invited.id}`, changes[i % changes.length]))),
    ])
    expectAnswered(joins, ['link_invalid'])
    expectAnswered(answers, [])
    expect(joins.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  }
})

test('resets by a link, while owners make another and disable the user', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const member = await newMember(call)
    const make = () => people.post(`/${member.id}/generate-reset-url`)
    const { reset_password_token: token } = (await make()).body
    const reset = (i: number) =>
      call('POST', `/api/v1/auth/password/reset/${token}`, {
        json: { password: `${password} ${i}` },
      })
    const disable = (i: number) => people.patch(`/${member.id}`, { disabled: i % 2 === 0 })
    const [resets, makes, changes] = await Promise.all([
      Promise.all(times(reset)),
      Promise.all(times(make)),
      Promise.all(times(disable)),
    ])
    expectAnswered(resets, ['link_invalid'])
    expectAnswered([...makes, ...changes], [])
    expect(resets.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect((await tokensOf(member)).length).toBeLessThanOrEqual(1)
  }
})
