import { beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, password } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { addPasskey } from '@/test/support/passkeys'
import {
  newEmail,
  newMember,
  newOwner,
  type People,
  peopleAs,
  type User,
} from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* A person who is erased leaves ids in the audit log, and nothing else that names them. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let people: People

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
})

const log = () => askDatabase(server, 'SELECT * FROM "Activity"')
const of = async (id: string) =>
  (await log()).filter((row) => row.userId === id || row.actorId === id)

test('nothing of the person’s addresses is left, the ids stay, and it is written down', async () => {
  const first = newEmail()
  const json = { email: first, password: 'a wrong password' }
  await call('POST', '/api/v1/auth/user/signin', { json })
  const erased = await newOwner(server)
  const other = await newMember(call)
  await people.patch(`/${erased.id}`, { email: first })
  await call('POST', '/api/v1/auth/user/signin', { json: { email: first, password } })
  await createToken(call, erased.headers['xc-auth'] ?? '')
  await peopleAs(call, erased).patch(`/${other.id}`, { display_name: 'changed' })
  const before = await of(erased.id)
  expect(before.some(({ actorEmail }) => actorEmail === first)).toBe(true)
  expect((await people.delete(`/${erased.id}?erase=true`)).status).toBe(200)

  const after = await log()
  const text = JSON.stringify(after)
  for (const email of [first, erased.email]) expect(text).not.toContain(email)
  const own = await of(erased.id)
  expect(own.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
  const pseudonyms = new Set(
    own.map((row) => (row.userId === erased.id ? row.email : row.actorEmail)),
  )
  expect([...pseudonyms]).toEqual([expect.stringMatching(/^erased-[0-9a-f]{16}$/)])
  const changed = own.find(({ userId }) => userId === other.id)
  expect(changed).toMatchObject({ email: other.email, address: '', userAgent: '' })
  const written = own.filter(({ action }) => /^account_/.test(String(action)))
  expect(written.map(({ action, actorEmail }) => [action, actorEmail])).toEqual([
    ['account_deleted', owner.email],
    ['account_erased', owner.email],
  ])
  for (const row of own.filter(({ action }) => !/^account_/.test(String(action))))
    expect([row.address, row.userAgent]).toEqual(['', ''])
})

test('an address that begins like a pseudonym is erased like any other', async () => {
  const email = `erased-${newEmail()}`
  const json = { email, password }
  const { body } = await call('POST', '/api/v1/auth/user/signup', { json })
  const headers = { 'xc-auth': body.token }
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers })).body
  const member = await newMember(call)
  await changeDatabase(server, `UPDATE "User" SET "role" = 'owner' WHERE "id" = '${id}'`)
  await people.patch(`/${member.id}`, { display_name: 'changed' })
  await peopleAs(call, { id, email, headers }).patch(`/${member.id}`, { display_name: 'again' })
  expect((await people.delete(`/${id}?erase=true`)).status).toBe(200)
  expect(JSON.stringify(await log())).not.toContain(email)
  const rows = await of(id)
  expect(rows.map(({ action }) => action)).toContain('account_deleted')
  for (const row of rows.filter(({ action }) => !/^account_/.test(String(action))))
    expect([row.address, row.userAgent]).toEqual(['', ''])
  expectProblem(await people.delete(`/${id}?erase=true`), 404, 'not_found')
})

test('details lose browsers, systems and the names that the person gave, and keep their ids', async () => {
  const member = await newMember(call)
  const authToken = member.headers['xc-auth'] ?? ''
  const { id: tokenId } = await createToken(call, authToken, 'token of Ada Lovelace')
  await addPasskey(call, { address: server.address, authToken })
  await call('POST', '/api/v1/auth/user/signin', {
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    },
    json: { email: member.email, password },
  })
  const { list } = (await call('GET', '/api/v1/sessions', { headers: member.headers })).body
  const sessionId = list.find(({ browser }: { browser: string }) => browser === 'Firefox 128').id
  await call('DELETE', `/api/v1/sessions/${sessionId}`, { headers: member.headers })
  const names = /Ada Lovelace|Laptop|Firefox|Linux/g
  expect(new Set(JSON.stringify(await of(member.id)).match(names)).size).toBe(4)
  await people.delete(`/${member.id}?erase=true`)
  const after = JSON.stringify(await of(member.id))
  expect(after).not.toMatch(names)
  for (const id of [tokenId, sessionId]) expect(after).toContain(id)
})

test('a user who is deleted already is erased later, once', async () => {
  const gone = await newMember(call)
  await people.delete(`/${gone.id}`)
  expect(JSON.stringify(await of(gone.id))).toContain(gone.email)
  expect((await people.delete(`/${gone.id}?erase=true`)).status).toBe(200)
  expect(JSON.stringify(await log())).not.toContain(gone.email)
  expectProblem(await people.delete(`/${gone.id}?erase=true`), 404, 'not_found')
})

test('owners who erase themselves leave no address either', async () => {
  const self = await newOwner(server)
  expect((await peopleAs(call, self).delete(`/${self.id}?erase=true`)).status).toBe(200)
  for (const row of await of(self.id)) {
    expect(JSON.stringify(row)).not.toContain(self.email)
    expect([row.address, row.userAgent]).toEqual(['', ''])
  }
})

test('the log of others keeps their addresses', async () => {
  const [gone, other] = [await newMember(call), await newMember(call)]
  const before = await of(other.id)
  await people.delete(`/${gone.id}?erase=true`)
  expect(await of(other.id)).toEqual(before)
})

test.each([
  `"email" = 'other@example.com'`,
  `"email" = 'erased-0'`,
  `"email" = 'erased-@example.com', "address" = '', "userAgent" = ''`,
  `"action" = 'signed_in', "email" = 'erased-0', "address" = '', "userAgent" = ''`,
  `"userId" = NULL, "email" = 'erased-0', "address" = '', "userAgent" = ''`,
  `"actorId" = 'x', "email" = 'erased-0', "address" = '', "userAgent" = ''`,
  `"detail" = '{"x":1}', "email" = 'erased-0', "address" = '', "userAgent" = ''`,
  `"detail" = '{"x":1}', "actorEmail" = 'erased-0', "address" = '', "userAgent" = ''`,
  `"address" = '', "userAgent" = ''`,
])('no other change of a row is allowed: %s', async (change) => {
  const member = await newMember(call)
  const sql = `UPDATE "Activity" SET ${change} WHERE "userId" = '${member.id}'`
  await expect((async () => changeDatabase(server, sql))()).rejects.toThrow('is not changed')
})
