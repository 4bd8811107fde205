import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { secretFile } from '@/lib/config/master-key'
import { loadInProcess } from '@/test/support/in-process'

const dataDir = mkdtempSync(join(tmpdir(), 'jeton-proof-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
putSecret()

const { keyring, keys, issueAuthToken, prove } = await loadInProcess(
  { JETON_DATA_DIR: dataDir },
  async () => ({
    ...(await import('@/lib/config/keyring')),
    ...(await import('@/lib/tokens/auth-token')),
    ...(await import('@/verifier/prove')),
  }),
)

function putSecret(): void {
  writeFileSync(secretFile(dataDir), randomBytes(32).toString('base64'), { mode: 0o600 })
}

const whose = { subject: 'user', email: 'ada@example.com', sessionId: 'session' }
const issue = () =>
  issueAuthToken(whose, { signing: keys().signing, ttlSeconds: 60, now: new Date() })
const proofOf = (token: string) => prove({ kind: 'auth_token', token })

test('a signature is checked once: from then on it is known at once', async () => {
  const { token } = await issue()
  const verify = vi.spyOn(crypto.subtle, 'verify')
  onTestFinished(() => verify.mockRestore())
  const proof = await proofOf(token)
  expect(proof).toMatchObject({
    kind: 'auth_token',
    claims: { subject: 'user', sessionId: 'session' },
  })
  expect(proofOf(token)).toBe(proof)
  expect(verify).toHaveBeenCalledTimes(1)
})

test('a signature that was known is not any more when its key is gone', async () => {
  const { token } = await issue()
  expect(await proofOf(token)).not.toBeNull()
  putSecret()
  keyring().refresh()
  expect(await proofOf(token)).toBeNull()
})

test('what is not a token of ours is not remembered: it is looked at every time', async () => {
  const { token } = await issue()
  const altered = token.replace(/\.[^.]*$/, `.${'A'.repeat(86)}`)
  const verify = vi.spyOn(crypto.subtle, 'verify')
  onTestFinished(() => verify.mockRestore())
  expect([await proofOf(altered), await proofOf(altered)]).toEqual([null, null])
  expect(verify).toHaveBeenCalledTimes(2)
})
