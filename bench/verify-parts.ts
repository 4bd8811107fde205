/*
 * Measures the parts of one verification: the project's own functions in a loop, without a server.
 * Reads JETON_DATA_DIR from the environment; its arguments are a file of existing tokens and one of
 * unknown tokens. Prints JSON: an array of [part, microseconds].
 */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { sqlitePath } from '@/lib/db/database-url'
import { type HeaderReader, readCredentialToVerify } from '@/lib/http/credentials'
import { digestApiToken, isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import type { Principal } from '@/shared/principal'
import { toApiTokenProof } from '@/verifier/find-api-token'
import { identityHeaders } from '@/verifier/identity-headers'
import { lookUp } from '@/verifier/look-up'
import { currentMoment } from '@/verifier/moment'
import { store } from '@/verifier/store'
import { verify } from '@/verifier/verify'

const batches = 5
/** The number of requests that arrive together with 64 connections. */
const together = 32
const lines = (file: string | undefined) =>
  readFileSync(file ?? '', 'utf8')
    .trimEnd()
    .split('\n')
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Keeps results alive, so that no loop is optimised away. */
let sink: unknown

/**
 * @returns microseconds per call: the median of several batches, each over its own part of the
 * items, after a warm-up batch
 */
function time<T>(items: T[], work: (item: T) => unknown): number {
  const size = Math.floor(items.length / (batches + 1))
  const each = Array.from({ length: batches + 1 }, (_, batch) => {
    const begin = performance.now()
    for (let i = batch * size; i < (batch + 1) * size; i += 1) sink = work(items[i] as T)
    return ((performance.now() - begin) * 1000) / size
  })
  return median(each.slice(1)) ?? Number.NaN
}

function accepted(token: string): Principal {
  const found = lookUp(toApiTokenProof(token, [keys()]), new Date())
  if (!found || found instanceof Promise)
    throw new Error('A token of the file is not in the database')
  return found.principal
}

const headersOf = (token: string): HeaderReader => ({
  get: (name) => (name === 'xc-token' ? token : null),
})

/** Verifies tokens as one batch, as the server does under load. */
function verifyTogether(tokens: string[], status: number): number {
  const moment = currentMoment()
  let answered = 0
  store().inSnapshot(() => {
    for (const token of tokens) {
      const credential = { kind: 'api_token', token } as const
      const verdict = verify({ credential, service: null, moment, addressOf: () => '' })
      if (verdict instanceof Promise || verdict.status !== status)
        throw new Error('A token was not answered as expected')
      answered += 1
    }
  })
  return answered
}

/** @returns microseconds per token */
function timeTogether(tokens: string[], status: number): number {
  const groups = Array.from({ length: Math.floor(tokens.length / together) }, (_, i) =>
    tokens.slice(i * together, (i + 1) * together),
  )
  return time(groups, (some) => verifyTogether(some, status)) / together
}

/** Revokes something of one user, as another process does: every cached result is invalidated. */
function revokeElsewhere(): void {
  const database = new Database(sqlitePath(env().databaseUrl))
  database.exec('UPDATE User SET displayName = displayName WHERE rowid = 1')
  database.close()
}

function measure(tokens: string[], unknown: string[]): [part: string, microseconds: number][] {
  const digests = tokens.map((token) => digestApiToken(token, keys().digest))
  const principals = tokens.map(accepted)
  const all = `all of it, ${together} together:`
  const parts: [part: string, microseconds: number][] = [
    [
      'parse: the credential from the headers',
      time(tokens.map(headersOf), (headers) => readCredentialToVerify(headers, [])),
    ],
    ['parse: form and checksum', time(tokens, isApiTokenSecret)],
    ['digest: HMAC-SHA-256', time(tokens, (token) => digestApiToken(token, keys().digest))],
    ['look-up: has anything changed?', time(tokens, () => store().version())],
    ['look-up: the token and its user', time(digests, (digest) => store().findApiToken([digest]))],
    [
      'respond: identity headers',
      time(principals, (principal) => identityHeaders(principal, { groups: '', service: '' })),
    ],
    [`${all} tokens that are new`, timeTogether(tokens, 200)],
    [`${all} tokens that are cached`, timeTogether(tokens, 200)],
    [`${all} tokens that nobody has`, timeTogether(unknown, 401)],
  ]
  revokeElsewhere()
  return [
    ...parts,
    [`${all} tokens that are cached, after a revocation`, timeTogether(tokens, 200)],
  ]
}

const [tokensFile, unknownFile] = process.argv.slice(2)
console.log(JSON.stringify(measure(lines(tokensFile), lines(unknownFile))))
if (sink === undefined) throw new Error('Nothing was measured')
