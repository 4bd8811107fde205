/*
 * A data folder with many accounts, quickly: rows go straight into the database in few transactions, its indexes are built at the end.
 * Digests and auth tokens are made by the project's own code with the installation's own keys. Every token has the same sealed
 * copy and every account the same password hash, as nobody copies a token or signs in here.
 *
 * Takes JETON_DATA_DIR from the environment, and a JSON of { users, tokens, unknown, sessions } and the files to write as its argument.
 */
import { randomFillSync, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { hashPassword } from '@/lib/auth/passwords'
import { newSession } from '@/lib/auth/sessions'
import { db } from '@/lib/db/client'
import { sqlitePath } from '@/lib/db/sqlite-path'
import { env } from '@/lib/env'
import { keys } from '@/lib/keys'
import { prepareInstallation } from '@/lib/startup'
import { seal } from '@/lib/tokens/api-token/sealed'
import { digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token/secret'
import { issueAuthToken } from '@/lib/tokens/auth-token/auth-token'

interface Plan {
  /** Accounts with a token. */
  users: number
  /** How many of their tokens are wanted back, spread over all of them, and where. */
  tokens: number
  tokensFile: string
  /** Well-formed tokens that no one has, and where. */
  unknown: number
  unknownFile: string
  /** More accounts, without a token, each with a session and an auth token. */
  sessions: number
  authTokensFile: string
}

const rowsPerTransaction = 50_000
const ttlSeconds = 36_000

const plan = JSON.parse(process.argv[2] ?? '') as Plan
const now = new Date()
const newSecret = () => makeApiTokenSecret(takeRandom)
const toText = (date: Date) => date.toISOString().replace('Z', '+00:00')
const numbered = (i: number) => `${i}`.padStart(8, '0')

/** In the order of its number, so that the index of the primary key grows at its end. */
const orderedId = (i: number) => numbered(i) + randomUUID().slice(8)

const pool = Buffer.alloc(1_000_000)
let taken = pool.length

/** Asking the system for 30 bytes takes longer than all the rest of a row. */
function takeRandom(size: number): Uint8Array {
  if (taken + size > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  taken += size
  return pool.subarray(taken - size, taken)
}

function open(): Database.Database {
  const database = new Database(sqlitePath(env().databaseUrl))
  // If this fails the folder is thrown away: nothing has to survive.
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF'])
    database.pragma(pragma)
  return database
}

/** @returns puts the indexes back */
function dropIndexes(database: Database.Database): () => void {
  const indexes = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`)
  return () => {
    for (const { sql } of indexes) database.exec(sql)
  }
}

interface Person {
  id: string
  email: string
}

async function personMaker(database: Database.Database): Promise<(kind: string, i: number) => Person> {
  const passwordHash = await hashPassword('correct horse battery staple')
  const insert = database.prepare(
    'INSERT INTO User (id, email, displayName, passwordHash, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const at = toText(now)
  return (kind, i) => {
    const person = { id: orderedId(i), email: `${kind}-${numbered(i)}@example.com` }
    insert.run(person.id, person.email, `${kind} ${numbered(i)}`, passwordHash, at, at)
    return person
  }
}

async function tokenMaker(database: Database.Database): Promise<(user: Person, i: number) => string> {
  const sealed = await seal(newSecret(), randomUUID(), keys().seal)
  const insert = database.prepare(
    'INSERT INTO ApiToken (id, userId, name, digest, sealed, hint, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const at = toText(now)
  return (user, i) => {
    const secret = newSecret()
    const digest = digestApiToken(secret, keys().digest)
    insert.run(orderedId(i), user.id, `token ${numbered(i)}`, digest, sealed, hintOf(secret), at, at)
    return secret
  }
}

async function addTokens(database: Database.Database): Promise<string[]> {
  const makePerson = await personMaker(database)
  const makeToken = await tokenMaker(database)
  const every = plan.users / plan.tokens
  const wanted: string[] = []
  const add = database.transaction((from: number, to: number) => {
    for (let i = from; i < to; i += 1) {
      const secret = makeToken(makePerson('user', i), i)
      if (i % every < 1) wanted.push(secret)
    }
  })
  for (let i = 0; i < plan.users; i += rowsPerTransaction)
    add(i, Math.min(i + rowsPerTransaction, plan.users))
  return wanted
}

async function addSessions(database: Database.Database): Promise<string[]> {
  const makePerson = await personMaker(database)
  const insert = database.prepare(
    'INSERT INTO Session (id, userId, createdAt, lastSeenAt, expiresAt) VALUES (?, ?, ?, ?, ?)',
  )
  const authTokens: string[] = []
  for (let i = 0; i < plan.sessions; i += 1) {
    const { id: subject, email } = makePerson('guest', i)
    const { id: sessionId, expiresAt } = newSession(subject, '', now)
    insert.run(sessionId, subject, toText(now), toText(now), toText(expiresAt))
    const { token } = await issueAuthToken(
      { subject, email, sessionId },
      { signing: keys().signing, ttlSeconds, now },
    )
    authTokens.push(token)
  }
  return authTokens
}

const writeLines = (file: string, lines: string[]) => writeFileSync(file, `${lines.join('\n')}\n`)

async function main(): Promise<void> {
  await prepareInstallation(env())
  await db().$disconnect()
  const database = open()
  const restoreIndexes = dropIndexes(database)
  writeLines(plan.tokensFile, await addTokens(database))
  writeLines(plan.authTokensFile, await addSessions(database))
  writeLines(plan.unknownFile, Array.from({ length: plan.unknown }, newSecret))
  restoreIndexes()
  database.pragma('journal_mode = WAL')
  database.close()
}

await main()
