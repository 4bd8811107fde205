import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, password } from '@/test/support/client'
import { loadInProcess } from '@/test/support/in-process'
import { runCommand } from '@/test/support/maintenance'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* The operator's use case is called directly, beside a running server. */

const dataDir = makeDataDir()
let server: Server
let settings: Record<string, string>

let useCases: Awaited<ReturnType<typeof loadUseCases>>

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  const { databaseUrl } = server
  settings = { JETON_DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  useCases = await loadInProcess(settings, loadUseCases)
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

const loadUseCases = async () => ({
  ...(await import('@/lib/accounts/create-account')),
  ...(await import('@/lib/accounts/account-list')),
  ...(await import('@/lib/audit/actor')),
})

test('of accounts that the operator creates while others sign up, exactly one is the owner', async () => {
  const { createAccount, listAccounts, operator } = useCases
  const call = clientOf(server.address)
  const created = [1, 2, 3].map((i) =>
    createAccount(operator, { email: `created${i}@example.com`, displayName: '', password }),
  )
  const signedUp = [1, 2, 3].map((i) =>
    call('POST', '/api/v1/auth/user/signup', { json: { email: `own${i}@example.com`, password } }),
  )
  const outcomes = (await Promise.all(created)).map(({ outcome }) => outcome)
  const statuses = (await Promise.all(signedUp)).map(({ status }) => status)
  expect([...outcomes, ...statuses]).toEqual(['created', 'created', 'created', 200, 200, 200])
  const accounts = await listAccounts()
  expect(accounts).toHaveLength(6)
  expect(accounts.filter(({ role }) => role === 'owner')).toHaveLength(1)
})

test('the command that lists them ends by itself', async () => {
  const { code, output } = await runCommand(['admin', 'list'], settings)
  expect([code, output]).toEqual([0, expect.stringMatching(/^created1@example\.com +/m)])
  for (const n of [1, 2, 3]) expect(output).toContain(`own${n}@example.com`)
})
