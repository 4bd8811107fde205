import { expect, test } from 'vitest'
import { endOf, type Principal } from '@/shared/principal'
import { AcceptedTokens } from '@/verifier/accepted-tokens'
import type { Proof } from '@/verifier/prove'

const issuedAt = new Date()
const principal = (tokenId: string, displayName = ''): Principal => ({
  subject: { id: 'ada', email: 'ada@example.com', displayName },
  credential: {
    kind: 'api_token',
    tokenId,
    tokenName: 'n',
    issuedAt,
    endsAt: null,
    previousSecret: null,
    services: null,
  },
})
const proof = { kind: 'api_token', token: 'text' } as Proof
const accepted = (of: Principal) => ({
  proof,
  principal: of,
  groups: [],
  rulesVersion: 1,
  version: 1,
})
const sent = { kind: 'api_token', token: 'text' } as const

test('a token that was proved before the cache was cleared is accepted once, and not cached', () => {
  const tokens = new AcceptedTokens()
  const { epoch } = tokens
  tokens.clear()
  expect(tokens.add('text', accepted(principal('1')), epoch).principal).toEqual(principal('1'))
  expect(tokens.find(sent)).toBeUndefined()
  tokens.add('text', accepted(principal('1')), tokens.epoch)
  expect(tokens.find(sent)?.principal).toEqual(principal('1'))
  tokens.clear()
  expect(tokens.find(sent)).toBeUndefined()
})

test('a token that is looked up again has the new names and the same use', () => {
  const tokens = new AcceptedTokens()
  const first = tokens.add('text', accepted(principal('1')), tokens.epoch)
  const second = tokens.add('text', accepted(principal('1', 'Ada')), tokens.epoch)
  expect(second.uses).toBe(first.uses)
  expect(tokens.find(sent)?.principal.subject.displayName).toBe('Ada')
  const other = tokens.add('text', accepted(principal('2')), tokens.epoch)
  expect(other.uses.at(null)).toMatchObject({ id: '2 ', count: 0 })
})

test('a token that was accepted in one header is not found for another', () => {
  const tokens = new AcceptedTokens()
  tokens.add('text', accepted(principal('1')), tokens.epoch)
  expect(tokens.find({ kind: 'auth_token', token: 'text' })).toBeUndefined()
  expect(tokens.find({ kind: 'bearer', token: 'text' })).toBeDefined()
})

test('a token that needs a sign-in ends then, and another one never', () => {
  const endsAt = new Date(1_000)
  const { subject, credential } = principal('1')
  expect(endOf({ subject, credential: { ...credential, endsAt } as typeof credential })).toBe(1_000)
  expect(endOf(principal('1'))).toBe(Number.POSITIVE_INFINITY)
})

const ofPreviousSecret = (tokenId: string): Principal => {
  const { subject, credential } = principal(tokenId)
  const previousSecret = { generation: 1, endsAt: new Date(1_000) }
  return { subject, credential: { ...credential, previousSecret } as typeof credential }
}

test('a previous secret ends at its time, also in the cache', () => {
  expect(endOf(ofPreviousSecret('1'))).toBe(1_000)
})

test('the uses of a secret are counted apart once it was replaced', () => {
  const tokens = new AcceptedTokens()
  const before = tokens.add('text', accepted(principal('1')), tokens.epoch)
  const after = tokens.add('text', accepted(ofPreviousSecret('1')), tokens.epoch)
  expect(before.uses.idOfPrevious('wiki')).toBeNull()
  expect(after.uses.idOfPrevious('wiki')).toBe('1 1 wiki')
})
