import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { Keyring } from '@/lib/config/keyring'
import { loadMasterSecrets } from '@/lib/config/master-key'
import { secretFault } from '@/lib/config/master-key-fault'

/*
 * A missing or wrong master key, before, during or after a rotation: one line, which states the
 * remedy.
 */

const dataDir = mkdtempSync(join(tmpdir(), 'jeton-test-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const [before, next, wrong] = ['before', 'next', 'wrong'].map(() =>
  randomBytes(32).toString('base64'),
) as [string, string, string]
const fingerprintOf = (secret: string) => deriveKeys(Buffer.from(secret, 'base64')).fingerprint
const still = [before].map(fingerprintOf)
const rotating = [before, next].map(fingerprintOf)
const over = [next].map(fingerprintOf)

interface Given {
  /** The contents of the files. */
  secret?: string
  secretNext?: string
  /** The values of the settings. */
  set?: string
  previous?: string
}

function faultOf(inUse: string[], { secret, secretNext, set, previous }: Given): string | null {
  rmSync(join(dataDir, 'secret'), { force: true })
  rmSync(join(dataDir, 'secret.next'), { force: true })
  if (secret) writeFileSync(join(dataDir, 'secret'), secret)
  if (secretNext) writeFileSync(join(dataDir, 'secret.next'), secretNext)
  const settings = { secret: set, previousSecret: previous, dataDir }
  const isHere = (fingerprint: string) =>
    new Keyring(() => loadMasterSecrets(settings)).get(fingerprint) !== undefined
  return secretFault(settings, inUse, isHere)
}

test.each<[string, string[], Given]>([
  ['the secret', still, { secret: before }],
  ['the next one is there, and nothing was begun', still, { secret: before, secretNext: next }],
  ['both, in the middle', rotating, { secret: before, secretNext: next }],
  ['killed at the very end', over, { secret: before, secretNext: next }],
  ['afterwards', over, { secret: next }],
  ['set', still, { set: before }],
  ['both set, and nothing was begun', still, { set: next, previous: before }],
  ['both set, in the middle', rotating, { set: next, previous: before }],
  ['both set, afterwards', over, { set: next, previous: before }],
  ['set anew', over, { set: next }],
])('%s: nothing is wrong', (_, inUse, given) => {
  expect(faultOf(inUse, given)).toBeNull()
})

test.each<[string, string[], Given, RegExp]>([
  ['no secret', still, {}, /is missing: put .*secret back, or set JETON_SECRET$/],
  ['another', still, { secret: wrong }, /secret is not the secret that the data was made with/],
  [
    'another is set',
    still,
    { set: next },
    /JETON_SECRET is not the secret .* or set JETON_SECRET_PREVIOUS to it/,
  ],
  ['two others are set', still, { set: next, previous: wrong }, /JETON_SECRET is not the secret/],
  [
    'the next one is missing',
    rotating,
    { secret: before },
    /under way, and .*secret\.next is missing: put the right/,
  ],
  [
    'the next one is wrong',
    rotating,
    { secret: before, secretNext: wrong },
    /secret\.next does not hold its secret/,
  ],
  [
    'the one before is wrong',
    rotating,
    { secret: wrong, secretNext: next },
    /\/secret does not hold its secret/,
  ],
  [
    'both are wrong',
    rotating,
    { secret: wrong, secretNext: wrong },
    /secret and .*secret\.next are not its secrets/,
  ],
  [
    'the one before is not set',
    rotating,
    { set: next },
    /set JETON_SECRET_PREVIOUS to the previous secret/,
  ],
  [
    'another one before is set',
    rotating,
    { set: next, previous: wrong },
    /JETON_SECRET_PREVIOUS is not the previous secret/,
  ],
  [
    'the new one is not set',
    rotating,
    { set: before },
    /JETON_SECRET is not the new secret: set it to that one/,
  ],
  [
    'both are set wrong',
    rotating,
    { set: wrong },
    /JETON_SECRET and JETON_SECRET_PREVIOUS are not its secrets/,
  ],
  [
    'the old one, afterwards',
    over,
    { secret: before },
    /is not the secret that the data was made with/,
  ],
])('%s: one line', (_, inUse, given, words) => {
  const fault = faultOf(inUse, given)
  expect(fault).toMatch(words)
  expect(fault).not.toContain('\n')
  for (const secret of [before, next, wrong]) expect(fault).not.toContain(secret)
})

test('a file that holds no secret is named', () => {
  expect(() => faultOf(rotating, { secret: before, secretNext: 'oops' })).toThrow(
    /secret\.next does not hold a secret/,
  )
})

test('in a thread that runs, a file that cannot be read takes no key away', () => {
  let secrets = [Buffer.from(before, 'base64')]
  let isGone = false
  const ring = new Keyring(() => {
    if (isGone) throw new Error('It is gone')
    return secrets
  })
  isGone = true
  expect([ring.refresh(), ring.get(fingerprintOf(next))]).toEqual([false, undefined])
  isGone = false
  secrets = [...secrets, Buffer.from(next, 'base64')]
  const keys = ring.get(fingerprintOf(next))
  expect(keys?.fingerprint).toBe(fingerprintOf(next))
  if (keys) ring.writeWith(keys)
  expect(ring.all.map(({ fingerprint }) => fingerprint)).toEqual(over.concat(still))
})
