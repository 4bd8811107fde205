import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Answer, type Call, createToken } from '@/test/support/client'
import type { Hammering } from '@/test/support/hammer'
import { newMember, peopleAs, type User } from '@/test/support/people'

/*
 * Changes that open a service to a token, and close it again. After the answer of either, no
 * request that begins later is answered by the old rule.
 */

export interface ServiceChange {
  what: string
  /** The path at which the token is verified. */
  path: string
  header: string
  open: () => Promise<unknown>
  close: () => Promise<unknown>
}

/** @param call returns a client of any instance, for each call anew */
export async function serviceChanges(call: () => Call, owner: User): Promise<ServiceChange[]> {
  const byOwner = { headers: owner.headers }
  const succeed = async (answer: Promise<Answer>) => {
    const { status, body } = await answer
    expect([status, body]).toEqual([200, expect.anything()])
    return body
  }
  const people = () => peopleAs(call(), owner)
  const addService = async (json: object) => {
    const name = `s-${randomUUID()}`
    await succeed(call()('POST', '/api/v1/services', { ...byOwner, json: { name, ...json } }))
    return name
  }
  const changeService = (name: string, json: object) =>
    succeed(call()('PATCH', `/api/v1/services/${name}`, { ...byOwner, json }))
  const member = await newMember(call())
  const token = await createToken(call(), member.headers['xc-auth'] ?? '')
  const changeToken = (json: object) =>
    succeed(call()('PATCH', `/api/v1/tokens/${token.id}`, { headers: member.headers, json }))
  const changeMember = (json: object) => succeed(people().patch(`/${member.id}`, json))

  const group = `g-${randomUUID()}`
  const constant = `c-${randomUUID()}`
  await changeMember({ groups: [constant] })
  const [byMember, byRule, byAccess, other] = await Promise.all([
    addService({ access: 'groups', groups: [group] }),
    addService({ access: 'groups', groups: [] }),
    addService({ access: 'groups', groups: [] }),
    addService({}),
  ])
  const listed = await addService({})
  const removed = `s-${randomUUID()}`
  const header = `xc-token: ${token.token}`
  const at = (name: string) => ({ path: `/api/v1/services/${name}/verify`, header })
  return [
    {
      what: 'a user joins and leaves its group',
      ...at(byMember),
      open: () => changeMember({ groups: [constant, group] }),
      close: () => changeMember({ groups: [constant] }),
    },
    {
      what: 'it gets and loses a group',
      ...at(byRule),
      open: () => changeService(byRule, { groups: [constant] }),
      close: () => changeService(byRule, { groups: [] }),
    },
    {
      what: 'it is for everyone, or for nobody',
      ...at(byAccess),
      open: () => changeService(byAccess, { access: 'everyone' }),
      close: () => changeService(byAccess, { access: 'groups' }),
    },
    {
      what: 'it is added and removed',
      ...at(removed),
      open: () =>
        succeed(call()('POST', '/api/v1/services', { ...byOwner, json: { name: removed } })),
      close: () => succeed(call()('DELETE', `/api/v1/services/${removed}`, byOwner)),
    },
    {
      what: 'it comes onto and leaves the list of the token',
      ...at(listed),
      open: () => changeToken({ services: [listed, other] }),
      close: () => changeToken({ services: [other] }),
    },
    {
      what: 'the token loses and gets a list, at plain verify',
      path: '/api/v1/verify',
      header,
      open: () => changeToken({ services: null }),
      close: () => changeToken({ services: [other] }),
    },
  ]
}

/** Expects a change to be in force for every request that was sent after its answer. */
export function expectFrom(what: string, { before, after }: Hammering, status: number): void {
  const strange = Object.keys(before).filter((each) => !['200', '403'].includes(each))
  expect([what, strange]).toEqual([what, []])
  expect([what, Object.keys(after)]).toEqual([what, [`${status}`]])
}
