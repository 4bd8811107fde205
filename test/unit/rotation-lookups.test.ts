import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { readMigrations } from '@/lib/db/migrations'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type StoredSecret, storedSecret } from '@/lib/tokens/stored-secret'
import { loadInProcess } from '@/test/support/in-process'

/*
 * Look-ups in a database whose master key is rotated between any two of their queries, again and
 * again, while tokens are created and deleted, and their secrets replaced, with grace and without.
 * No valid secret is refused, and no other is accepted, by processes that have only the old key,
 * both, or read the new one late: docs/decisions/0021-rotation.md.
 */

const folder = mkdtempSync(join(tmpdir(), 'jeton-rotation-'))
const { firstPlace, SqliteRotation, findApiToken, toApiTokenProof, SqliteStore } =
  await loadInProcess(
    {
      JETON_DATA_DIR: folder,
      DATABASE_URL: `file:${join(folder, 'served.db')}`,
      JETON_SECRET: randomBytes(32).toString('base64'),
    },
    async () => ({
      ...(await import('@/cli/maintenance/rotation-store')),
      ...(await import('@/cli/maintenance/sqlite-rotation')),
      ...(await import('@/verifier/find-api-token')),
      ...(await import('@/verifier/sqlite/store')),
    }),
  )
const template = join(folder, 'template.db')

/** The master keys of successive rotations. */
const masterKeys = Array.from({ length: 4 }, () => deriveKeys(randomBytes(32)))
const [first] = masterKeys as [Keys]
const ids = ['0', '1', '2']

/** A secret of a token. Its generation is its number among those that the token has, one by one. */
interface Secret {
  id: string
  generation: number
  text: string
}

const lastGeneration = 3
const secrets: Secret[] = ids.flatMap((id) =>
  Array.from({ length: lastGeneration }, (_, i) => ({
    id,
    generation: i + 1,
    text: makeApiTokenSecret(randomBytes),
  })),
)
const nameOf = ({ id, generation }: Pick<Secret, 'id' | 'generation'>) => `${id} ${generation}`
/** By secret and master key. */
const stored = new Map<string, StoredSecret>()
const storedUnder = (secret: Pick<Secret, 'id' | 'generation'>, { fingerprint }: Keys) =>
  stored.get(`${nameOf(secret)} ${fingerprint}`) as StoredSecret

beforeAll(async () => {
  for (const secret of secrets)
    for (const keys of masterKeys)
      stored.set(
        `${nameOf(secret)} ${keys.fingerprint}`,
        await storedSecret(secret.text, secret.id, keys),
      )
  const database = new Database(template)
  database.pragma('journal_mode = WAL')
  for (const { migrationFile } of readMigrations('sqlite').migrationDirectories)
    database.exec(migrationFile.content.value)
  database.exec(`
    INSERT INTO Secret VALUES ('${first.fingerprint}');
    INSERT INTO Installation (id, secretFingerprint) VALUES ('installation', '${first.fingerprint}')`)
  for (const id of ids)
    database
      .prepare("INSERT INTO User (id, email, passwordHash, updatedAt) VALUES (?, ?, '', '')")
      .run(id, id)
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

class World {
  static #count = 0
  readonly #file = join(folder, `${World.#count++}.db`)
  readonly #server: Database.Database
  readonly #rotation: InstanceType<typeof SqliteRotation>
  readonly store: InstanceType<typeof SqliteStore>
  /** The master key whose rotation comes next, or is under way. */
  #from = 0
  #isAdmitted = false
  /** The names of the secrets that are valid. */
  readonly valid = new Set<string>()
  /** The number of the current secret of each token that there is. */
  readonly #current = new Map<string, number>()

  constructor() {
    copyFileSync(template, this.#file)
    this.#server = new Database(this.#file)
    this.#server.pragma('synchronous = OFF')
    this.#rotation = new SqliteRotation(this.#file)
    this.store = new SqliteStore(this.#file)
    for (const id of ids) this.create(id)
  }

  /** The master keys that are on disk, where a process can read them. */
  get onDisk(): Keys[] {
    return masterKeys.slice(this.#from, this.#from + (this.#isAdmitted ? 2 : 1))
  }

  /** Creates a token, as a server does: under the newest master key. */
  create(id: string): void {
    if (this.#current.has(id)) return
    this.#server
      .prepare("INSERT INTO ApiToken (id, userId, name, hint) VALUES (?, ?, 'n', '')")
      .run(id, id)
    this.#store({ id, generation: 1 })
  }

  #store(secret: Pick<Secret, 'id' | 'generation'>): void {
    const { digest, sealed, keyFingerprint } = storedUnder(secret, this.onDisk.at(-1) as Keys)
    this.#server
      .prepare(
        'INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint, generation) VALUES (?, ?, ?, ?, ?)',
      )
      .run(digest, secret.id, sealed, keyFingerprint, secret.generation)
    this.#current.set(secret.id, secret.generation)
    this.valid.add(nameOf(secret))
  }

  /** Replaces the secret of a token, and ends those before, except for the last one with grace. */
  replace(id: string, hasGrace: boolean): void {
    const generation = this.#current.get(id)
    if (generation === undefined || generation === lastGeneration) return
    const next = generation + 1
    this.#server.transaction(() => {
      this.#server
        .prepare('UPDATE ApiToken SET secretGeneration = ?, previousEndsAt = ? WHERE id = ?')
        .run(next, hasGrace ? '2126-01-01T00:00:00.000+00:00' : null, id)
      this.#endBelow(id, hasGrace ? generation : next)
      this.#store({ id, generation: next })
    })()
  }

  endPrevious(id: string): void {
    const generation = this.#current.get(id)
    if (generation === undefined) return
    this.#server.prepare('UPDATE ApiToken SET previousEndsAt = NULL WHERE id = ?').run(id)
    this.#endBelow(id, generation)
  }

  #endBelow(id: string, generation: number): void {
    this.#server
      .prepare('DELETE FROM ApiTokenSecret WHERE tokenId = ? AND generation < ?')
      .run(id, generation)
    for (const secret of secrets)
      if (secret.id === id && secret.generation < generation) this.valid.delete(nameOf(secret))
  }

  delete(id: string): void {
    this.#server.prepare('DELETE FROM ApiToken WHERE id = ?').run(id)
    for (const secret of secrets) if (secret.id === id) this.valid.delete(nameOf(secret))
    this.#current.delete(id)
  }

  /**
   * Takes the next step of a rotation: a key is admitted, a secret is stored, the old key removed.
   */
  async rotate(): Promise<void> {
    const [from, to] = masterKeys.slice(this.#from) as [Keys, Keys | undefined]
    if (!to) return
    if (!this.#isAdmitted) {
      await this.#rotation.admit(to.fingerprint)
      this.#isAdmitted = true
      return
    }
    const [left] = await this.#rotation.readLeft(to.fingerprint, firstPlace)
    expect(await this.#rotation.finish(to.fingerprint, null)).toBe(!left)
    if (left) {
      const { digest: was } = storedUnder(left, from)
      expect(left.digest).toBe(was)
      await this.#rotation.add([{ ...storedUnder(left, to), tokenId: left.id, was }])
    } else {
      this.#from += 1
      this.#isAdmitted = false
    }
  }

  async close(): Promise<void> {
    await this.#rotation.close()
    this.#server.close()
    for (const part of ['', '-wal', '-shm']) rmSync(this.#file + part, { force: true })
  }
}

type Event = (world: World) => unknown
const id = fc.constantFrom(...ids)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.constant((world: World) => world.rotate()) },
  { weight: 1, arbitrary: id.map((of) => (world: World) => world.create(of)) },
  { weight: 1, arbitrary: id.map((of) => (world: World) => world.delete(of)) },
  {
    weight: 2,
    arbitrary: fc.tuple(id, fc.boolean()).map(
      ([of, hasGrace]) =>
        (world: World) =>
          world.replace(of, hasGrace),
    ),
  },
  { weight: 1, arbitrary: id.map((of) => (world: World) => world.endPrevious(of)) },
)

/** A look-up, with what happens before each of its queries. */
interface LookUp {
  secret: Secret
  before: Event[][]
  /** The keys that the process has when it begins, from the newest on disk backwards. */
  has: number
  /** Whether it can read a key that it lacks. */
  canRead: boolean
}

/** Earlier secrets are looked up more often: a token seldom has its last one. */
const secret = fc.oneof(
  ...secrets.map((each) => ({
    weight: lastGeneration + 1 - each.generation,
    arbitrary: fc.constant(each),
  })),
)

const lookUp = fc.record<LookUp>({
  secret,
  before: fc.array(fc.array(event, { maxLength: 4 }), { maxLength: 4 }),
  has: fc.integer({ min: 1, max: 3 }),
  canRead: fc.boolean(),
})

class KeyMissing extends Error {}

/**
 * @returns what the process concludes, and whether the secret was valid at some and at every moment
 *   from the first query to the last
 */
async function look(world: World, { secret, before, has, canRead }: LookUp) {
  const newest = masterKeys.indexOf(world.onDisk.at(-1) as Keys)
  const known = masterKeys.slice(Math.max(0, newest + 1 - has), newest + 1)
  // A process with one key may be one that started before the rotation began.
  const keys = has === 1 ? world.onDisk.slice(0, 1) : known
  let queries = 0
  const validity = new Set<boolean>()
  const happen = async () => {
    for (const each of before[queries] ?? []) {
      await each(world)
      if (queries > 0) validity.add(world.valid.has(nameOf(secret)))
    }
    validity.add(world.valid.has(nameOf(secret)))
    queries += 1
  }
  const store = {
    findApiToken: async (digests: readonly string[]) => {
      await happen()
      return world.store.findApiToken(digests)
    },
  }
  const requireKeys = (fingerprint: string): Keys => {
    const found = (canRead ? masterKeys : keys).find((each) => each.fingerprint === fingerprint)
    if (!found) throw new KeyMissing()
    return found
  }
  try {
    const found = await findApiToken(toApiTokenProof(secret.text, keys), { store, requireKeys })
    return { answer: found?.id ?? null, validity, queries }
  } catch (error) {
    if (!(error instanceof KeyMissing)) throw error
    return { answer: 'key missing', validity, queries }
  }
}

type Looked = Awaited<ReturnType<typeof look>>

function judge({ secret, canRead }: LookUp, { answer, validity }: Looked): void {
  if (answer === 'key missing') expect(canRead).toBe(false)
  else if (answer === null) expect(validity).toContain(false)
  else expect([answer, [...validity]]).toEqual([secret.id, expect.arrayContaining([true])])
}

test('a valid secret is found and no other, whatever happens between two queries', async () => {
  const looked: Looked[] = []
  const property = fc.asyncProperty(
    fc.array(lookUp, { minLength: 8, maxLength: 24 }),
    async (lookUps) => {
      const world = new World()
      try {
        for (const each of lookUps) {
          const result = await look(world, each)
          judge(each, result)
          looked.push(result)
        }
      } finally {
        await world.close()
      }
    },
  )
  await fc.assert(property, { numRuns: 120 })
  const count = (is: (result: Looked) => boolean) => looked.filter(is).length
  const seen = [
    count(({ answer }) => answer === null),
    count(({ answer }) => answer === 'key missing'),
    count(({ queries }) => queries > 1),
    count(({ queries, answer }) => queries > 1 && answer !== null),
  ]
  expect(Math.min(...seen)).toBeGreaterThan(0)
})

test('without a rotation, a look-up is one query, whether or not the token is there', async () => {
  const world = new World()
  const [one] = secrets as [Secret]
  const once = { secret: one, before: [], has: 1, canRead: true }
  expect(await look(world, once)).toMatchObject({ answer: one.id, queries: 1 })
  world.delete(one.id)
  expect(await look(world, once)).toMatchObject({ answer: null, queries: 1 })
  await world.close()
})
