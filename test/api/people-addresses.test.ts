import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { password } from '@/test/support/client'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOidcServer,
} from '@/test/support/oidc-server'
import { newEmail, newMember, newOwner, type People, peopleAs } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'

/*
 * Nobody comes into the account of another, or gets their link, by an address that looks like
 * theirs, nor takes an address in the domain of machines.
 */

let oidc: OidcServer
let people: People

beforeAll(async () => {
  oidc = await startOidcServer('userinfo')
  people = peopleAs(oidc.call, await newOwner(oidc.server, oidc.call))
}, 180_000)
afterAll(() => oidc.stop())

const signUpAs = (email: string) =>
  oidc.call('POST', '/api/v1/auth/user/signup', { json: { email, password } })
const find = async (email: string) => (await people.get(`?query=${email}`)).body.list

/**
 * Addresses that are not the same mailbox, however alike they look. `ada` is in their local part.
 */
const lookAlikes = (email: string) => [
  email.replace('a', 'а'),
  email.replace('ada', 'adа'),
  email.replace('example', 'exаmple'),
  email.replace('ada', 'a.da'),
  email.replace('@', '+1@'),
]

const ada = () => `ada.${randomUUID()}@example.com`

const ofMachines = (name: string) => [
  `${name}@machine.invalid`,
  `${name}@MACHINE.Invalid`,
  ` ${name}@machine.invalid `,
  `${name}@machine。invalid`,
  `${name}@ｍachine.invalid`,
  `${name}@sub.machine.invalid`,
  `${name}@invalid`,
  `${name}@another.invalid`,
]

test('nobody signs up, is invited, or moves to an address in the domain of machines', async () => {
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'backup' })
  const [name] = machine.email.split('@')
  const member = await newMember(oidc.call)
  for (const email of [...ofMachines(name), ...ofMachines(randomUUID())]) {
    expectProblem(await signUpAs(email), 400, 'input_invalid')
    expectProblem(await people.post('', { email }), 400, 'input_invalid')
    expectProblem(await people.patch(`/${member.id}`, { email }), 400, 'input_invalid')
    const { path } = await signInThrough(oidc, somebody({ email }))
    expect(path).toBe('/sign-in?error=email_unverified')
  }
  expect(await find('invalid')).toMatchObject([{ id: machine.id, kind: 'machine' }])
})

test('the address of a machine is in that domain, and cannot be changed', async () => {
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'backup' })
  expect(machine.email).toBe(`${machine.id}@machine.invalid`)
  const moved = await people.patch(`/${machine.id}`, { email: newEmail() })
  expectProblem(moved, 400, 'input_invalid')
})

test('a look-alike of a user’s address is another account, without anything of the first', async () => {
  const email = ada()
  const { body } = await signUpAs(email)
  const me = (authToken: string) =>
    oidc.call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })
  const { id } = (await me(body.token)).body
  for (const other of lookAlikes(email)) {
    const signIn = await oidc.call('POST', '/api/v1/auth/user/signin', {
      json: { email: other, password },
    })
    expectProblem(signIn, 401, 'credentials_wrong')
    const { status, body: made } = await signUpAs(other)
    expect(status).toBe(200)
    expect((await me(made.token)).body.id).not.toBe(id)
  }
  for (const spelling of [email.toUpperCase(), ` ${email}`, email.normalize('NFD')])
    expectProblem(await signUpAs(spelling), 409, 'email_taken')
})

test('a letter that only becomes one of ASCII is no letter of an address', async () => {
  const email = `mike.${randomUUID()}@example.com`
  const { id } = (await people.post('', { email })).body
  const kelvin = email.replace('k', '\u212a')
  expectProblem(await signUpAs(kelvin), 400, 'input_invalid')
  const { path } = await signInThrough(oidc, somebody({ email: kelvin }))
  expect(path).toBe('/sign-in?error=email_unverified')
  expect(await find(email)).toMatchObject([{ id, state: 'invited' }])
})

test('through the provider, a look-alike gets no invitation, and another spelling does', async () => {
  const email = ada()
  const { id } = (await people.post('', { email, groups: ['chiefs'] })).body
  for (const other of lookAlikes(email)) {
    await signInThrough(oidc, somebody({ email: other }))
    expect(await find(email)).toMatchObject([{ id, state: 'invited' }])
  }
  await signInThrough(oidc, somebody({ email: email.toUpperCase() }))
  expect(await find(email)).toMatchObject([{ id, state: 'active', groups: ['chiefs'] }])
})

test('no user moves to the address of another, in any spelling', async () => {
  const [taken, member] = [await newMember(oidc.call), await newMember(oidc.call)]
  for (const email of [taken.email, taken.email.toUpperCase(), ` ${taken.email} `])
    expectProblem(await people.patch(`/${member.id}`, { email }), 409, 'email_taken')
})
