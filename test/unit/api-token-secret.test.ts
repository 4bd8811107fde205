import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  digestApiToken,
  hintOf,
  isApiTokenSecret,
  makeApiTokenSecret,
} from '@/lib/tokens/api-token-secret'

const make = () => makeApiTokenSecret(randomBytes)
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

test('a token is jtn_ and 36 base62 characters', () => {
  expect(make()).toMatch(/^jtn_[0-9A-Za-z]{36}$/)
})

test('a token is made of the random bytes alone', () => {
  const zeros = (size: number) => new Uint8Array(size)
  expect(makeApiTokenSecret(zeros)).toBe(makeApiTokenSecret(zeros))
  expect(makeApiTokenSecret(zeros)).toMatch(/^jtn_0{30}/)
})

test('bytes that would make a character likelier are drawn again', () => {
  const bytes = [Uint8Array.of(255, 248, 247), new Uint8Array(30)]
  const source = () => bytes.shift() ?? new Uint8Array(30)
  expect(makeApiTokenSecret(source)).toMatch(new RegExp(`^jtn_${base62[247 % 62]}0{29}`))
})

test('a made token has a right checksum', () => {
  for (let i = 0; i < 1000; i += 1) expect(isApiTokenSecret(make())).toBe(true)
})

test('a token with any one character changed is refused', () => {
  const position = fc.integer({ min: 0, max: 39 })
  const character = fc.constantFrom(...base62)
  fc.assert(
    fc.property(position, character, (at, other) => {
      const token = make()
      const changed = token.slice(0, at) + other + token.slice(at + 1)
      return isApiTokenSecret(changed) === (changed === token)
    }),
  )
})

test('no other text passes for a token', () => {
  fc.assert(fc.property(fc.string(), (text) => !isApiTokenSecret(text)))
  expect(isApiTokenSecret(`${make()}\n`)).toBe(false)
  expect(isApiTokenSecret(` ${make()}`)).toBe(false)
})

test('the digest is keyed, and does not hold the token', () => {
  const token = make()
  const digest = digestApiToken(token, randomBytes(32))
  expect(digest).toMatch(/^[\w-]{43}$/)
  expect(digest).not.toBe(digestApiToken(token, randomBytes(32)))
})

test('the hint is the last four characters', () => {
  expect(hintOf('jtn_abcdefgh')).toBe('efgh')
})
