import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMigrations } from '@/lib/db/migrations'
import { SqliteStore } from '@/verifier/sqlite/store'
import type { ServiceRules } from '@/verifier/store'

/*
 * A cached result is valid until something is revoked, by any program and by any means:
 * docs/decisions/0024-what-a-commit-changed.md. The other connection is that of another program,
 * which knows nothing of Jeton.
 */

const folder = mkdtempSync(join(tmpdir(), 'jeton-revocations-'))
const template = join(folder, 'template.db')
const users = ['ada', 'bob', 'cleo']
/** A user without a token or a session, and one who does not exist. */
const free = ['dora', 'eve']
const pool = ['0', '1', '2', '3']

/** The nonce that every copy of the template begins with, as an SQL literal. */
let firstNonce: string

beforeAll(() => {
  const database = new Database(template)
  database.pragma('journal_mode = WAL')
  for (const { migrationFile } of readMigrations('sqlite').migrationDirectories) {
    database.exec(migrationFile.content.value)
  }
  database.exec("INSERT INTO Secret VALUES ('k'), ('l')")
  for (const [i, user] of users.entries()) {
    database.exec(`
      INSERT INTO User (id, email, passwordHash, updatedAt) VALUES ('${user}', '${user}@example.com', '', '');
      INSERT INTO ApiToken (id, userId, name, hint) VALUES ('${i}', '${user}', 'n', '');
      INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint) VALUES ('${i}', '${i}', '${i}', 'k');
      INSERT INTO Session (id, userId, expiresAt) VALUES ('${i}', '${user}', '2099-01-01T00:00:00.000+00:00');`)
  }
  database.exec(`
    UPDATE ApiToken SET secretGeneration = 2, previousEndsAt = '2099-01-01T00:00:00.000+00:00' WHERE id = '0';
    UPDATE ApiTokenSecret SET generation = 2 WHERE digest = '0';
    INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint, generation) VALUES ('3', '0', '3', 'k', 1);
    INSERT INTO "Group" (id, name, key) VALUES ('0', 'n0', '0'), ('1', 'n1', '1');
    INSERT INTO GroupMember VALUES ('ada', '0', 'owner'), ('ada', '1', 'provider'), ('bob', '1', 'owner');
    INSERT INTO Service (id, name, title, access) VALUES ('0', 's0', '', 'groups'), ('1', 's1', '', 'everyone');
    INSERT INTO ServiceGroup VALUES ('0', '0');
    UPDATE ApiToken SET hasServiceList = TRUE WHERE id = '1';
    INSERT INTO ApiTokenService VALUES ('1', '0');`)
  firstNonce =
    database.prepare<[], string>('SELECT quote(nonce) FROM RevocationNonce').pluck().get() ?? ''
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Known {
  userId: string
  version: number
  look: () => unknown
  found: unknown
}

/** A database, and the cache of a process. */
class World {
  static #count = 0
  readonly file = join(folder, `${World.#count++}.db`)
  readonly other: Database.Database
  readonly store: SqliteStore
  readonly #known: Known[] = []
  #rules: ServiceRules | null = null

  constructor() {
    copyFileSync(template, this.file)
    this.other = new Database(this.file)
    this.other.pragma('synchronous = OFF')
    this.store = new SqliteStore(this.file)
    this.remember()
  }

  /** Looks up everything in the database, as verification does. */
  remember(): void {
    const version = this.store.version()
    for (const key of pool) {
      this.#add(version, () => this.store.findApiToken([key]).found)
      this.#add(version, () => this.store.findSession(key))
    }
    this.#rules = this.store.serviceRules(version)
  }

  #add(version: number, look: () => { user: { id: string } } | null): void {
    const found = look()
    if (found) this.#known.push({ userId: found.user.id, version, look, found })
  }

  /**
   * Expects every valid cached result to equal the current state of the database.
   * @returns the users with valid cached results
   */
  believed(): string[] {
    this.store.version()
    const believed = this.#known.filter(({ userId, version }) => this.store.holds(userId, version))
    for (const { look, found } of believed) expect(look()).toEqual(found)
    this.#expectRules()
    return [...new Set(believed.map(({ userId }) => userId))].sort()
  }

  /** Expects rules whose version is the current one to be those of the database. */
  #expectRules(): void {
    if (this.#rules?.version !== this.store.version()) return
    const rows = this.other
      .prepare<[], { name: string; access: string; member: string | null }>(
        `SELECT Service.name, access, "Group".name AS member FROM Service
         LEFT JOIN ServiceGroup ON serviceId = Service.id LEFT JOIN "Group" ON "Group".id = groupId`,
      )
      .all()
    const openTo = ({ name, access }: (typeof rows)[number]) => ({
      access: access === 'everyone' ? 'everyone' : 'groups',
      groups: new Set(rows.flatMap((row) => (row.name === name && row.member) || [])),
    })
    expect(this.#rules.byName).toEqual(new Map(rows.map((row) => [row.name, openTo(row)])))
  }

  close(): void {
    this.other.close()
    for (const part of ['', '-wal', '-shm']) rmSync(this.file + part, { force: true })
  }
}

const one = (values: string[]) => fc.constantFrom(...values).map((value) => `'${value}'`)
const key = one(pool)
const user = one([...users, ...free])
const name = one(['s0', 's1', 's2'])
const group = one(['0', '1', '2'])
const access = one(['everyone', 'groups', 'nobody'])
const email = one([...users, ...free].map((name) => `${name}@example.com`))
const orReplace = fc.constantFrom('', 'OR REPLACE', 'OR IGNORE')
const rowid = fc.constantFrom('1', '2', '3', '4')
const rowidName = fc.constantFrom('rowid', 'oid', '_rowid_', '"ROWID"')
const noForeignKeys = (sql: string) => `PRAGMA foreign_keys = OFF; ${sql}; PRAGMA foreign_keys = ON`

const byForeignKeys = fc.constantFrom((sql: string) => sql, noForeignKeys)
/** The fingerprints of the master keys in use. */
const masterKey = one(['k', 'l'])
/** The numbers of secrets. */
const generation = fc.constantFrom('1', '2', '3')
/** When an old secret ends. */
const endsAt = fc.constantFrom(
  'NULL',
  "'2098-01-01T00:00:00.000+00:00'",
  "'2026-01-01T00:00:00.000+00:00'",
)

/** Drops the triggers while the statement runs, and restores them in the same transaction. */
function behindTheTrigger(world: World, sql: string): void {
  const triggers = world.other
    .prepare<[], [name: string, sql: string]>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    )
    .raw()
    .all()
  const run = (statements: string[]) => world.other.exec(statements.join(';'))
  run([
    'BEGIN',
    ...triggers.map(([name]) => `DROP TRIGGER "${name}"`),
    sql,
    ...triggers.map(([, sql]) => sql),
    'COMMIT',
  ])
}

const servicesTables = ['"Group"', 'GroupMember', 'Service', 'ServiceGroup', 'ApiTokenService']

type Step = (world: World) => void | Promise<void>
const sql = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((words) => words.join(' '))

const statement = fc.oneof(
  sql(fc.constant('DELETE FROM ApiToken WHERE id ='), key),
  sql(fc.constant('DELETE FROM Session WHERE id ='), key),
  sql(fc.constant('DELETE FROM User WHERE id ='), user),
  sql(fc.constant('DELETE FROM User WHERE id ='), user).map(noForeignKeys),
  sql(fc.constant('DELETE FROM ApiTokenSecret WHERE digest ='), key),
  fc.constantFrom(
    'DELETE FROM ApiToken',
    'DELETE FROM ApiTokenSecret',
    'DELETE FROM Session',
    'VACUUM',
  ),
  fc
    .tuple(orReplace, key, user, byForeignKeys)
    .map(([or, id, of, by]) =>
      by(`INSERT ${or} INTO ApiToken (id, userId, name, hint) VALUES (${id}, ${of}, 'm', '')`),
    ),
  fc
    .tuple(rowid, user)
    .map(
      ([row, of]) =>
        `INSERT OR REPLACE INTO ApiToken (rowid, id, userId, name, hint) VALUES (${row}, 'x', ${of}, 'x', '')`,
    ),
  fc
    .tuple(orReplace, fc.constantFrom('id', 'name'), key, key)
    .map(
      ([or, column, value, id]) =>
        `UPDATE ${or} ApiToken SET ${column} = ${value} WHERE id = ${id}`,
    ),
  fc
    .tuple(orReplace, key, key, masterKey)
    .map(
      ([or, digest, of, under]) =>
        `INSERT ${or} INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint) VALUES (${digest}, ${of}, ${digest}, ${under})`,
    ),
  fc
    .tuple(rowid, key, masterKey)
    .map(
      ([row, of, under]) =>
        `INSERT OR REPLACE INTO ApiTokenSecret (rowid, digest, tokenId, sealed, keyFingerprint) VALUES (${row}, 'x', ${of}, '', ${under})`,
    ),
  fc
    .tuple(orReplace, fc.constantFrom('digest', 'tokenId'), key, key)
    .map(
      ([or, column, value, digest]) =>
        `UPDATE ${or} ApiTokenSecret SET ${column} = ${value} WHERE digest = ${digest}`,
    ),
  fc
    .tuple(orReplace, masterKey, key)
    .map(
      ([or, under, digest]) =>
        `UPDATE ${or} ApiTokenSecret SET keyFingerprint = ${under} WHERE digest = ${digest}`,
    ),
  fc
    .tuple(orReplace, key, key, masterKey, generation)
    .map(
      ([or, digest, of, under, number]) =>
        `INSERT ${or} INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint, generation) VALUES (${digest}, ${of}, ${digest}, ${under}, ${number})`,
    ),
  fc
    .tuple(orReplace, generation, key)
    .map(
      ([or, number, digest]) =>
        `UPDATE ${or} ApiTokenSecret SET generation = ${number} WHERE digest = ${digest}`,
    ),
  fc
    .tuple(generation, key)
    .map(([number, id]) => `UPDATE ApiToken SET secretGeneration = ${number} WHERE id = ${id}`),
  fc
    .tuple(endsAt, key)
    .map(([at, id]) => `UPDATE ApiToken SET previousEndsAt = ${at} WHERE id = ${id}`),
  sql(
    fc.constant(
      "UPDATE ApiToken SET previousUsedAt = '2026-01-01', previousUsedBy = '' WHERE id =",
    ),
    key,
  ),
  fc
    .tuple(orReplace, user, key)
    .map(([or, of, id]) => `UPDATE ${or} ApiToken SET userId = ${of} WHERE id = ${id}`),
  fc
    .tuple(orReplace, key, user)
    .map(
      ([or, id, of]) =>
        `INSERT ${or} INTO Session (id, userId, expiresAt) VALUES (${id}, ${of}, '2098-01-01')`,
    ),
  fc
    .tuple(rowid, user)
    .map(
      ([row, of]) =>
        `INSERT OR REPLACE INTO Session (rowid, id, userId, expiresAt) VALUES (${row}, 'x', ${of}, '2098-01-01')`,
    ),
  fc
    .tuple(orReplace, key, key)
    .map(([or, to, id]) => `UPDATE ${or} Session SET id = ${to} WHERE id = ${id}`),
  fc.tuple(user, key).map(([of, id]) => `UPDATE Session SET userId = ${of} WHERE id = ${id}`),
  fc
    .tuple(
      orReplace,
      fc.constantFrom('ApiToken', 'ApiTokenSecret', 'Session', 'User', ...servicesTables),
      rowidName,
      rowid,
      rowid,
    )
    .map(
      ([or, table, name, to, from]) =>
        `UPDATE ${or} ${table} SET ${name} = ${to} WHERE rowid = ${from}`,
    ),
  fc
    .tuple(rowidName, rowid, user)
    .map(([name, to, id]) =>
      noForeignKeys(`UPDATE OR REPLACE User SET ${name} = ${to} WHERE id = ${id}`),
    ),
  fc.constantFrom(
    'CREATE UNIQUE INDEX IF NOT EXISTS Sealed ON ApiTokenSecret (sealed)',
    'CREATE INDEX IF NOT EXISTS Hint ON ApiToken (hint)',
    'DROP INDEX IF EXISTS Sealed',
  ),
  fc
    .tuple(key, key)
    .map(
      ([sealed, digest]) =>
        `UPDATE OR REPLACE ApiTokenSecret SET sealed = ${sealed} WHERE digest = ${digest}`,
    ),
  sql(fc.constant("UPDATE Session SET expiresAt = '2097-01-01' WHERE id ="), key),
  fc
    .tuple(
      orReplace,
      user,
      email,
      fc.constantFrom((sql: string) => sql, noForeignKeys),
    )
    .map(([or, id, address, by]) =>
      by(
        `INSERT ${or} INTO User (id, email, displayName, passwordHash, updatedAt) VALUES (${id}, ${address}, 'new', '', '')`,
      ),
    ),
  fc
    .tuple(rowid, user, email)
    .map(([row, id, address]) =>
      noForeignKeys(
        `INSERT OR REPLACE INTO User (rowid, id, email, passwordHash, updatedAt) VALUES (${row}, ${id}, ${address}, '', '')`,
      ),
    ),
  fc
    .tuple(orReplace, email, user)
    .map(([or, to, id]) => `UPDATE ${or} User SET email = ${to} WHERE id = ${id}`),
  fc
    .tuple(orReplace, user, user)
    .map(([or, to, id]) => `UPDATE ${or} User SET id = ${to} WHERE id = ${id}`),
  fc
    .tuple(orReplace, user, group, byForeignKeys)
    .map(([or, of, into, by]) =>
      by(`INSERT ${or} INTO GroupMember VALUES (${of}, ${into}, 'owner')`),
    ),
  fc
    .tuple(orReplace, fc.constantFrom(`groupId = '0'`, `userId = 'ada'`, `source = 'owner'`), group)
    .map(([or, to, from]) => `UPDATE ${or} GroupMember SET ${to} WHERE groupId = ${from}`),
  sql(fc.constant('DELETE FROM GroupMember WHERE userId ='), user),
  fc
    .tuple(orReplace, group, group, byForeignKeys)
    .map(([or, id, key, by]) =>
      by(`INSERT ${or} INTO "Group" (id, name, key) VALUES (${id}, 'n' || ${key}, ${key})`),
    ),
  fc
    .tuple(orReplace, fc.constantFrom('id', 'name', 'key'), group, group, byForeignKeys)
    .map(([or, column, to, id, by]) =>
      by(`UPDATE ${or} "Group" SET ${column} = ${to} WHERE id = ${id}`),
    ),
  fc.tuple(group, byForeignKeys).map(([id, by]) => by(`DELETE FROM "Group" WHERE id = ${id}`)),
  fc
    .tuple(orReplace, group, name, access, byForeignKeys)
    .map(([or, id, called, to, by]) =>
      by(
        `INSERT ${or} INTO Service (id, name, title, access) VALUES (${id}, ${called}, '', ${to})`,
      ),
    ),
  fc
    .tuple(orReplace, name, access, group)
    .map(
      ([or, to, by, id]) =>
        `UPDATE ${or} Service SET name = ${to}, access = ${by} WHERE id = ${id}`,
    ),
  fc.tuple(group, byForeignKeys).map(([id, by]) => by(`DELETE FROM Service WHERE id = ${id}`)),
  fc
    .tuple(orReplace, group, group, byForeignKeys)
    .map(([or, of, to, by]) => by(`INSERT ${or} INTO ServiceGroup VALUES (${of}, ${to})`)),
  fc
    .tuple(orReplace, fc.constantFrom('serviceId', 'groupId'), group, group)
    .map(
      ([or, column, to, of]) =>
        `UPDATE ${or} ServiceGroup SET ${column} = ${to} WHERE groupId = ${of}`,
    ),
  sql(fc.constant('DELETE FROM ServiceGroup WHERE groupId ='), group),
  fc
    .tuple(orReplace, key, group, byForeignKeys)
    .map(([or, of, to, by]) => by(`INSERT ${or} INTO ApiTokenService VALUES (${of}, ${to})`)),
  fc
    .tuple(orReplace, fc.constantFrom('tokenId', 'serviceId'), key, group)
    .map(
      ([or, column, to, of]) =>
        `UPDATE ${or} ApiTokenService SET ${column} = ${to} WHERE serviceId = ${of}`,
    ),
  sql(fc.constant('DELETE FROM ApiTokenService WHERE tokenId ='), key),
  sql(fc.constant('UPDATE ApiToken SET hasServiceList = NOT hasServiceList WHERE id ='), key),
  sql(fc.constant("UPDATE User SET displayName = displayName || '.' WHERE id ="), user),
)

/** Runs a statement. One that violates a constraint changes nothing. */
const tryTo = ({ other }: World, sql: string) => {
  try {
    other.exec(sql)
  } catch (error) {
    if (other.inTransaction) other.exec('ROLLBACK')
    other.pragma('foreign_keys = ON')
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT'))
      throw error
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: statement.map((sql) => (world: World) => tryTo(world, sql)) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        statement.filter((sql) => !/VACUUM|PRAGMA/.test(sql)),
        { maxLength: 4 },
      )
      .map((all) => (world: World) => tryTo(world, ['BEGIN', ...all, 'COMMIT'].join(';'))),
  },
  { weight: 4, arbitrary: fc.constant((world: World) => world.remember()) },
  {
    weight: 1,
    arbitrary: key.map(
      (id) => (world: World) => behindTheTrigger(world, `DELETE FROM ApiToken WHERE id = ${id}`),
    ),
  },
  {
    weight: 1,
    // The nonce is deleted or forged, also as the one that cached results began with.
    arbitrary: fc
      .tuple(
        key,
        fc.constantFrom(
          () => 'DELETE FROM RevocationNonce',
          () =>
            `DELETE FROM RevocationNonce; INSERT INTO RevocationNonce VALUES (1, ${firstNonce})`,
          () => `UPDATE RevocationNonce SET nonce = ${firstNonce}`,
          () =>
            `UPDATE RevocationNonce SET nonce = NULL; UPDATE RevocationNonce SET nonce = ${firstNonce}`,
          () => `INSERT OR REPLACE INTO RevocationNonce VALUES (1, ${firstNonce})`,
          () =>
            `INSERT INTO RevocationNonce VALUES (1, ${firstNonce}) ON CONFLICT DO UPDATE SET nonce = ${firstNonce}`,
        ),
        fc.constantFrom('OFF', 'ON'),
        fc.boolean(),
      )
      .map(([id, forge, isRecursive, isBehind]) => (world: World) => {
        const both = `DELETE FROM ApiToken WHERE id = ${id}; ${forge()}`
        world.other.exec(`PRAGMA recursive_triggers = ${isRecursive}`)
        if (isBehind) behindTheTrigger(world, both)
        else tryTo(world, `BEGIN; ${both}; COMMIT`)
        world.other.exec('PRAGMA recursive_triggers = OFF')
      }),
  },
  {
    weight: 1,
    // The trigger is dropped, and the number of the schema restored.
    arbitrary: key.map((id) => ({ other }: World) => {
      const version = other.pragma('schema_version', { simple: true })
      other.unsafeMode()
      other.exec(`
        BEGIN;
        DROP TRIGGER IF EXISTS ApiToken_revoked;
        DELETE FROM ApiToken WHERE id = ${id};
        PRAGMA schema_version = ${version};
        COMMIT`)
      other.unsafeMode(false)
    }),
  },
  {
    weight: 1,
    // A restore table by table, in SQL, also of the nonce.
    arbitrary: fc
      .constantFrom(
        ['User', 'ApiToken', 'ApiTokenSecret', 'Session', ...servicesTables],
        ['User', 'ApiToken', 'ApiTokenSecret', 'Session', ...servicesTables, 'RevocationNonce'],
      )
      .map((tables) => (world: World) => {
        world.other.exec(`ATTACH '${template}' AS saved; PRAGMA foreign_keys = OFF`)
        const copies = tables.map(
          (name) =>
            `DELETE FROM main.${name}; INSERT INTO main.${name} SELECT * FROM saved.${name}`,
        )
        tryTo(world, ['BEGIN', ...copies, 'COMMIT'].join(';'))
        world.other.exec('DETACH saved; PRAGMA foreign_keys = ON')
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constant(async (world: World) => {
      const backup = new Database(template)
      await backup.backup(world.file)
      backup.close()
    }),
  },
)

test('nothing that is believed has changed, whatever another program does', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const world = new World()
    try {
      for (const each of steps) {
        await each(world)
        world.believed()
      }
    } finally {
      world.close()
    }
  })
  await fc.assert(property, { numRuns: 300 })
})

describe('of what is remembered', () => {
  let world: World
  const exec = (sql: string) => {
    world = new World()
    world.other.exec(sql)
    return world.believed()
  }
  const everybody = [...users]
  const nobody: string[] = []

  test.each([
    ['a use is written', "UPDATE ApiToken SET useCount = 1, lastUsedAt = '2026-01-01'", everybody],
    ['a session is seen', "UPDATE Session SET lastSeenAt = '2026-01-01'", everybody],
    [
      'somebody signs in',
      `INSERT INTO Session (id, userId, expiresAt) VALUES ('3', 'ada', '2099-01-01')`,
      everybody,
    ],
    ['a theme is chosen', `UPDATE User SET theme = 'dark'`, everybody],
    [
      'a use at a service is written',
      `INSERT INTO ServiceUse VALUES ('0', '2026-01-01', 's0', 1, '2026-01-01'); UPDATE Service SET useCount = 1, lastUsedAt = '2026-01-01', title = 'Wiki', url = 'https://wiki.example'`,
      everybody,
    ],
    ['a user joins a group', `INSERT INTO GroupMember VALUES ('cleo', '0', 'owner')`, nobody],
    ['a service is added', `INSERT INTO Service (id, name, title) VALUES ('2', 's2', '')`, nobody],
    ['a token is deleted', `DELETE FROM ApiToken WHERE userId = 'ada'`, nobody],
    [
      'a secret is stored under another master key',
      `INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint) VALUES ('x', '0', 'x', 'l')`,
      everybody,
    ],
    ['a secret is replaced', 'UPDATE ApiToken SET secretGeneration = 2', nobody],
    ['an old secret is ended', `UPDATE ApiToken SET previousEndsAt = NULL WHERE id = '0'`, nobody],
    ['an old secret is removed', `DELETE FROM ApiTokenSecret WHERE digest = '3'`, nobody],
    [
      'a use of an old secret is written',
      `UPDATE ApiToken SET previousUsedAt = '2026-01-01', previousUsedBy = 's0'`,
      everybody,
    ],
    ['a secret is deleted', `DELETE FROM ApiTokenSecret WHERE tokenId = '0'`, nobody],
    ['a session ends', `DELETE FROM Session WHERE userId = 'ada'`, nobody],
    ['an account is removed', `DELETE FROM User WHERE id = 'ada'`, nobody],
    ['a name is changed', `UPDATE User SET displayName = 'Ada' WHERE id = 'ada'`, nobody],
    ['a deletion is taken back', `BEGIN; DELETE FROM ApiToken; ROLLBACK`, everybody],
    ['everything is deleted', 'DELETE FROM ApiToken; DELETE FROM Session', nobody],
    ['a trigger is taken away', 'DROP TRIGGER ApiToken_revoked', nobody],
    ['a table is changed', 'ALTER TABLE ApiToken ADD COLUMN x', nobody],
    ['an index is added', 'CREATE INDEX x ON ApiToken (hint)', nobody],
  ])('%s: who is still believed', (_, sql, expected) => {
    expect(exec(sql)).toEqual(expected)
    world.close()
  })

  const token = (row: string, id: string, of: string) =>
    `INSERT OR REPLACE INTO ApiToken (rowid, id, userId, name, hint) VALUES (${row}, '${id}', '${of}', 'm', '')`
  const secret = (row: string, digest: string, of: string) =>
    `INSERT OR REPLACE INTO ApiTokenSecret (rowid, digest, tokenId, sealed, keyFingerprint) VALUES (${row}, '${digest}', '${of}', '', 'k')`
  const session = (row: string, id: string) =>
    `INSERT OR REPLACE INTO Session (rowid, id, userId, expiresAt) VALUES (${row}, '${id}', 'dora', '2098-01-01')`
  const account = (row: string, id: string, address: string) =>
    `INSERT OR REPLACE INTO User (rowid, id, email, passwordHash, updatedAt) VALUES (${row}, '${id}', '${address}@example.com', '', '')`
  const tables = ['ApiToken', 'ApiTokenSecret', 'Session', 'User']

  test.each([
    token('NULL', '0', 'dora'),
    token('NULL', 'x', 'ada'),
    token('1', 'x', 'dora'),
    secret('NULL', '0', 'x'),
    secret('NULL', 'x', '0'),
    secret('1', 'x', 'x'),
    session('NULL', '0'),
    session('1', 'x'),
    account('NULL', 'ada', 'eve'),
    account('NULL', 'eve', 'ada'),
    account('1', 'eve', 'eve'),
    ...['id', 'userId', 'name', 'secretGeneration', 'previousEndsAt'].map(
      (column) => `UPDATE ApiToken SET ${column} = 'x'`,
    ),
    ...['digest', 'tokenId', 'keyFingerprint', 'generation'].map(
      (column) => `UPDATE ApiTokenSecret SET ${column} = 'x'`,
    ),
    ...['id', 'userId', 'expiresAt'].map((column) => `UPDATE Session SET ${column} = 'x'`),
    ...['id', 'email', 'displayName'].map((column) => `UPDATE User SET ${column} = 'x'`),
    ...tables.flatMap((table) =>
      ['rowid', 'oid', '_rowid_'].map((name) => `UPDATE OR REPLACE ${table} SET ${name} = 2`),
    ),
  ])('one column alone is enough to invalidate: %s', (sql) => {
    expect(exec(noForeignKeys(sql.startsWith('UPDATE') ? `${sql} WHERE rowid = 1` : sql))).toEqual(
      nobody,
    )
    world.close()
  })

  test('after a revocation, what is looked up anew is kept while a use is written', () => {
    exec("DELETE FROM ApiToken WHERE userId = 'ada'")
    world.remember()
    world.other.exec('UPDATE ApiToken SET useCount = 1')
    expect(world.believed()).toEqual(everybody)
    world.close()
  })

  test.each([
    ['DELETE FROM RevocationNonce', 'is kept'],
    ["UPDATE RevocationNonce SET nonce = x'00'", 'is random'],
    ["INSERT OR REPLACE INTO RevocationNonce VALUES (1, x'00')", 'is one'],
    ["INSERT INTO RevocationNonce VALUES (2, x'00')", 'is one'],
  ])('the nonce refuses: %s', (sql, words) => {
    expect(() => exec(sql)).toThrow(words)
    world.close()
  })

  test.each([
    [
      'a trigger under the name of a table',
      'CREATE TRIGGER "_prisma_migrations" AFTER INSERT ON RevocationNonce BEGIN SELECT 1; END',
      false,
    ],
    [
      'a trigger that skips changes',
      'CREATE TRIGGER x BEFORE UPDATE ON RevocationNonce BEGIN SELECT RAISE(IGNORE); END',
      false,
    ],
    ['a unique index', 'CREATE UNIQUE INDEX x ON ApiTokenSecret (sealed)', false],
    ['another index', 'CREATE INDEX x ON ApiTokenSecret (sealed)', true],
  ])('%s: whether the nonce is trusted', (_, sql, isTrusted) => {
    world = new World()
    world.other.exec(sql)
    world.believed()
    world.remember()
    world.other.exec('UPDATE ApiToken SET useCount = 1')
    expect(world.believed()).toEqual(isTrusted ? everybody : [])
    world.close()
  })

  test('without its triggers, no commit leaves anybody', () => {
    world = new World()
    world.other.exec('DROP TRIGGER Session_revoked')
    for (const sql of ["DELETE FROM Session WHERE id = '0'", 'UPDATE ApiToken SET useCount = 1']) {
      world.remember()
      expect(world.believed()).toEqual(everybody)
      world.other.exec(sql)
      expect(world.believed()).toEqual([])
    }
    world.close()
  })
})
