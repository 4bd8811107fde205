import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, password } from '@/test/support/client'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* The operator's use case is called directly, beside a running server. */

const dataDir = makeDataDir()
let server: Server

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  Object.assign(process.env, {
    JETON_DATA_DIR: dataDir,
    ...(server.databaseUrl && { DATABASE_URL: server.databaseUrl }),
  })
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

test('of accounts that the operator creates while others sign up, exactly one is the owner', async () => {
  const { createAccount } = await import('@/lib/accounts/create-account')
  const { listAccounts } = await import('@/lib/accounts/account-list')
  const { operator } = await import('@/lib/audit/actor')
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
  expect(accounts.filter(({ isOwner }) => isOwner)).toHaveLength(1)
})
