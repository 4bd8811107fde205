import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf } from '@/test/support/client'
import { CrashWriter } from '@/test/support/crash-writer'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { keysOf } from '@/test/support/jws'
import { runCommand } from '@/test/support/maintenance'
import { addManyTokens } from '@/test/support/many-tokens'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * kill -9 of the server, at any moment, while tokens are made, rotated and deleted, sessions begun
 * and ended, and the master key rotated. Each time the database is intact, contains exactly the
 * acknowledged writes, and no revoked credential works. `npm run test:crash` does it 200 times.
 */

const kills = repetitions(4, 8, 'JETON_TEST_KILLS')
const writerCount = 4
const tokenCount = 400

/** The master key is rotated in one of this many rounds. */
const roundsPerRotation = 3

/** Each round retries the credentials that were revoked last. */
const maxTried = 200

const dataDir = makePreparedDataDir()
const file = join(dataDir, 'jeton.db')

let server: Server
let call: Call
let writers: CrashWriter[]
let tokens: string[]
let rotations = 0

async function start(): Promise<void> {
  server = await startServer({ JETON_DATA_DIR: dataDir, JETON_LOG_LEVEL: 'error' })
  call = clientOf(server.address)
}

beforeAll(async () => {
  await start()
  writers = await Promise.all(Array.from({ length: writerCount }, () => CrashWriter.signUp(call)))
  tokens = await addManyTokens(`file:${file}`, keysOf(dataDir), tokenCount)
})
afterAll(async () => {
  await server?.stop('SIGKILL')
  removeDataDir(dataDir)
})

/** A delay between zero and one long enough to be in the middle of any operation. */
const anyMoment = () => setTimeout(Math.random() * 700)

/** Resolves when the rotation has ended, by itself or killed. */
async function rotate(): Promise<void> {
  const isKilled = Math.random() < 0.5
  const { code, output } = await runCommand(
    ['rotate-secret'],
    { JETON_DATA_DIR: dataDir },
    {
      watch: (said, kill) => isKilled && said.includes('Rotating') && kill(),
    },
  )
  if (code === 0) rotations += 1
  else expect([code, output]).toEqual([null, expect.any(String)])
}

function expectWhole(): void {
  const database = new Database(file)
  expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()
}

/** @returns the number of answers by status */
async function ask(headers: string[]): Promise<Record<number, number>> {
  const hammer = await Hammer.connect(server.address, 4)
  const statuses = await hammer.askAll(headers.values())
  hammer.close()
  return statuses
}

async function expectExactlyWhatWasAcknowledged(): Promise<void> {
  await Promise.all(writers.map((writer) => writer.compare(call)))
  const held = writers.flatMap((writer) => writer.held)
  const revoked = writers.flatMap((writer) => writer.revoked.slice(-maxTried / writerCount))
  const [good, bad] = [[...held, ...tokens.slice(0, 20)].map(asApiToken), revoked]
  expect(await ask(good)).toEqual({ 200: good.length })
  if (bad.length > 0) expect(await ask(bad)).toEqual({ 401: bad.length })
  const database = new Database(file, { readonly: true })
  const count = database.prepare<[], number>('SELECT count(*) FROM ApiToken').pluck().get()
  database.close()
  expect(count).toBe(tokenCount + writers.filter(({ hasToken }) => hasToken).length)
}

const acknowledged = () => writers.reduce((sum, { writes }) => sum + writes, 0)
const asApiToken = (token: string) => `xc-token: ${token}`

test(
  `${kills} kills`,
  async () => {
    for (let round = 0; round < kills; round += 1) {
      const isRotating = round % roundsPerRotation === 0
      let isOver = false
      const writing = writers.map((writer) => writer.writeUntil(call, () => isOver))
      const rotating = isRotating ? rotate() : null
      const before = acknowledged()
      await vi.waitUntil(() => acknowledged() > before, { timeout: 60_000 })
      // The command needs some time to begin.
      if (isRotating && Math.random() < 0.7) await setTimeout(400)
      await anyMoment()
      await server.stop('SIGKILL')
      isOver = true
      await Promise.all(writing)
      if (Math.random() < 0.5) await rotating
      expectWhole()
      await start()
      await rotating
      await expectExactlyWhatWasAcknowledged()
    }
    if (kills > 50)
      console.log(
        `${kills} kills, ${acknowledged()} acknowledged writes, ${rotations} rotations ended`,
      )
    await rotate().then(rotate)
    expect(await ask(tokens.map(asApiToken))).toEqual({ 200: tokenCount })
  },
  Math.max(480_000, kills * 30_000),
)
