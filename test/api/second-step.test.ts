import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { askDatabase } from '@/test/support/database'
import { loadInProcess } from '@/test/support/in-process'
import { addApp, codeOf, forgetSteps } from '@/test/support/second-factor'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * The second step, called directly beside a running server: at a time that stands still, and after
 * a password that was changed between the two halves of a sign-in.
 */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call
let useCases: Awaited<ReturnType<typeof loadUseCases>>

const loadUseCases = async () => ({
  ...(await import('@/lib/audit/actor')),
  ...(await import('@/lib/sign-in/second-step')),
})

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
  const database = server.databaseUrl && { DATABASE_URL: server.databaseUrl }
  const settings = { JETON_DATA_DIR: dataDir, JETON_RATE_LIMIT: 'off', ...database }
  useCases = await loadInProcess(settings, loadUseCases)
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

async function somebody() {
  const { email, authToken } = await signUp(call)
  const app = await addApp(call, authToken)
  await forgetSteps(server)
  const json = { email, password }
  const signIn = async () => (await call('POST', '/api/v1/auth/user/signin', { json })).body
  return { email, headers: { 'xc-auth': authToken }, ...app, signIn }
}

const visiting = { address: '192.0.2.1', userAgent: '' }

test('with the code before, the present one or the next one succeeds; others fail', async () => {
  const { secret, signIn } = await somebody()
  const now = new Date()
  const { continueSignIn, visitor } = useCases
  const outcomeOf = async (steps: number) => {
    const { continue_token: continueToken } = await signIn()
    const code = codeOf(secret, steps, now)
    const input = { continueToken, code, device: null }
    return (await continueSignIn(visitor(visiting), input, now)).outcome
  }
  const outcomes = []
  for (const steps of [-2, 2, -1, 0, 1]) outcomes.push(await outcomeOf(steps))
  expect(outcomes).toEqual(['code_wrong', 'code_wrong', 'signed_in', 'signed_in', 'signed_in'])
})

test('is not offered for a password that was changed meanwhile', async () => {
  const { email, headers } = await somebody()
  const hashOf = async () => {
    const rows = await askDatabase(server, 'SELECT "id", "email", "passwordHash" FROM "User"')
    const { id, passwordHash } = rows.find((row) => row.email === email) ?? {}
    return [String(id), String(passwordHash)] as const
  }
  const { offerStep } = useCases
  const verified = await hashOf()
  expect(await offerStep(...verified)).toEqual({ continueToken: expect.any(String) })
  const json = { currentPassword: password, newPassword: `another ${password}` }
  const { status } = await call('POST', '/api/v1/auth/user/password/change', { headers, json })
  expect(status).toBe(200)
  expect(await offerStep(...verified)).toBeNull()
  expect(await offerStep(...(await hashOf()))).toEqual({ continueToken: expect.any(String) })
})
