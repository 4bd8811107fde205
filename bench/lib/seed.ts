/*
 * Fills a database with many accounts quickly: rows are inserted directly in large batches, and
 * indexes are built at the end. The project's own code creates digests and auth tokens with the
 * keys of the installation. Every token has the same sealed copy, because no benchmark copies a
 * token, and every account has the same password hash.
 *
 * Reads JETON_DATA_DIR, and DATABASE_URL if set, from the environment. Its argument is JSON:
 * { users, tokens, unknown, sessions, groups, services } and the output files.
 */
import { randomFillSync, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { Row, Store } from '@/bench/lib/seed-store'
import { openPostgresStore } from '@/bench/lib/seed-store-postgres'
import { openSqliteStore } from '@/bench/lib/seed-store-sqlite'
import { hashPassword } from '@/lib/accounts/password'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { providerOf } from '@/lib/db/database-url'
import { newSession } from '@/lib/sessions/session'
import { prepareInstallation } from '@/lib/startup'
import { digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { issueAuthToken } from '@/lib/tokens/auth-token'
import { storedSecret } from '@/lib/tokens/stored-secret'

interface Plan {
  /** Number of accounts with a token. */
  users: number
  /** Number of their tokens to write to `tokensFile`, spread evenly over all accounts. */
  tokens: number
  tokensFile: string
  /** Number of well-formed tokens that no account has, to write to `unknownFile`. */
  unknown: number
  unknownFile: string
  /** Number of further accounts without a token, each with a session and an auth token. */
  sessions: number
  authTokensFile: string
  /** Number of groups, each of which every user with a token is in. */
  groups?: number
  /** Number of services, each for one of the groups. */
  services?: number
}

const rowsPerBatch = 10_000
const ttlSeconds = 36_000

const plan = JSON.parse(process.argv[2] ?? '') as Plan
const now = new Date()
const newSecret = () => makeApiTokenSecret(takeRandom)
const numbered = (i: number) => `${i}`.padStart(8, '0')

/** Ids ascend with the number, so that the primary key's index grows at its end. */
const orderedId = (i: number) => numbered(i) + randomUUID().slice(8)

const pool = Buffer.alloc(1_000_000)
let taken = pool.length

/** Draws from a pool: a system call for 30 bytes takes longer than the rest of a row. */
function takeRandom(size: number): Uint8Array {
  if (taken + size > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  taken += size
  return pool.subarray(taken - size, taken)
}

async function personMaker(): Promise<
  (kind: string, i: number) => Row & { id: string; email: string }
> {
  const passwordHash = await hashPassword('correct horse battery staple')
  return (kind, i) => ({
    id: orderedId(i),
    email: `${kind}-${numbered(i)}@example.com`,
    displayName: `${kind} ${numbered(i)}`,
    passwordHash,
    createdAt: now,
    updatedAt: now,
  })
}

const makeToken = (secret: string, userId: string, i: number) => ({
  id: orderedId(i),
  userId,
  name: `token ${numbered(i)}`,
  hint: hintOf(secret),
  createdAt: now,
  updatedAt: now,
})

async function secretMaker(): Promise<(secret: string, tokenId: string) => Row> {
  const stored = await storedSecret(newSecret(), randomUUID(), keys())
  return (secret, tokenId) => ({
    ...stored,
    tokenId,
    digest: digestApiToken(secret, keys().digest),
  })
}

const groupIds = Array.from({ length: plan.groups ?? 0 }, (_, i) => orderedId(i))

async function addServices(store: Store): Promise<void> {
  if (groupIds.length === 0) return
  const named = groupIds.map((id, i) => ({ id, name: `group-${i}`, key: `group-${i}` }))
  await store.add('Group', named)
  const services = Array.from({ length: plan.services ?? 0 }, (_, i) => {
    const name = `service-${i}`
    return { id: orderedId(i), name, title: name, access: 'groups' }
  })
  await store.add('Service', services)
  const groupOf = (i: number) => groupIds[i % groupIds.length] ?? ''
  await store.add(
    'ServiceGroup',
    services.map(({ id }, i) => ({ serviceId: id, groupId: groupOf(i) })),
  )
}

async function addTokens(store: Store): Promise<string[]> {
  const makePerson = await personMaker()
  const makeSecret = await secretMaker()
  const every = plan.users / plan.tokens
  const wanted: string[] = []
  for (let from = 0; from < plan.users; from += rowsPerBatch) {
    const size = Math.min(rowsPerBatch, plan.users - from)
    const people = Array.from({ length: size }, (_, i) => makePerson('user', from + i))
    const secrets = people.map(newSecret)
    await store.add('User', people)
    const memberships = people.flatMap(({ id: userId }) =>
      groupIds.map((groupId) => ({ userId, groupId, source: 'owner' })),
    )
    if (memberships.length > 0) await store.add('GroupMember', memberships)
    const tokens = people.map(({ id }, i) => makeToken(secrets[i] as string, id, from + i))
    await store.add('ApiToken', tokens)
    await store.add(
      'ApiTokenSecret',
      tokens.map(({ id }, i) => makeSecret(secrets[i] as string, id)),
    )
    wanted.push(...secrets.filter((_, i) => (from + i) % every < 1))
  }
  return wanted
}

async function addSessions(store: Store): Promise<string[]> {
  const makePerson = await personMaker()
  // Owners, who may receive revocations.
  const people = Array.from({ length: plan.sessions }, (_, i) => ({
    ...makePerson('guest', i),
    role: 'owner',
  }))
  const sessions = people.map(({ id }) => newSession(id, '', now))
  await store.add('User', people)
  await store.add('Session', sessions)
  const settings = { signing: keys().signing, ttlSeconds, now }
  const issued = people.map(({ id, email }, i) => {
    const sessionId = sessions[i]?.id ?? ''
    return issueAuthToken({ subject: id, email, sessionId }, settings)
  })
  return (await Promise.all(issued)).map(({ token }) => token)
}

const writeLines = (file: string, lines: string[]) => writeFileSync(file, `${lines.join('\n')}\n`)

async function main(): Promise<void> {
  await prepareInstallation(env())
  await db().$disconnect()
  const { databaseUrl } = env()
  const store =
    providerOf(databaseUrl) === 'sqlite'
      ? openSqliteStore(databaseUrl)
      : await openPostgresStore(databaseUrl)
  await addServices(store)
  writeLines(plan.tokensFile, await addTokens(store))
  writeLines(plan.authTokensFile, await addSessions(store))
  writeLines(plan.unknownFile, Array.from({ length: plan.unknown }, newSecret))
  await store.close()
}

await main()
// Pooled connections would keep this process alive.
process.exit()
