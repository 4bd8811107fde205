import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import { isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type Answer, type Call, clientOf } from '@/test/support/client'
import { findBreach } from '@/test/support/contract'
import { changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import {
  type Actor,
  credentials,
  type Managed,
  makeActor,
  makeManaged,
  secretsOf,
} from '@/test/support/fuzz/actors'
import { actorCount, type FuzzedRequest, request } from '@/test/support/fuzz/requests'
import { makeSender } from '@/test/support/fuzz/send'
import { type Server, startServer } from '@/test/support/server'

/*
 * Requests generated from the OpenAPI document: valid, nearly valid and hostile ones.
 * `JETON_FUZZ_REQUESTS` sets their number for each database; `npm run test:fuzz` sends 20,000.
 * `JETON_FUZZ_SEED` repeats a run; a failure prints its seed.
 */

/** Fewer on PostgreSQL: most requests are refused before the database is asked. */
const [usual, long] = process.env.JETON_TEST_POSTGRES ? [400, 1_500] : [1_000, 3_000]
const requests = repetitions(usual, long, 'JETON_FUZZ_REQUESTS')
const seed = process.env.JETON_FUZZ_SEED ? { seed: Number(process.env.JETON_FUZZ_SEED) } : {}
const batchSize = 100

/** Operations whose purpose is to return a token. */
const givesToken = [
  'signUp',
  'signIn',
  'refresh',
  'createAuthToken',
  'createApiToken',
  'getApiTokenSecret',
  'createMachineToken',
  'getMachineTokenSecret',
  'rotateApiToken',
  'rotateMachineToken',
]
/** Operations after which an actor may have lost a credential. */
const takesCredential = [
  'refresh',
  'signOut',
  'endSession',
  'endOtherSessions',
  'changePassword',
  'deleteApiToken',
  'rotateApiToken',
]
/** Operations of an owner. */
const ofOwners = new Set(
  contracts.flatMap(({ path: _, tag: __, ...operations }) =>
    Object.values(operations).flatMap(({ who, operationId }) =>
      who === 'owner' ? [operationId] : [],
    ),
  ),
)

let server: Server
let call: Call
let sender: ReturnType<typeof makeSender>
/** The first is an owner. */
let actors: Actor[]
let managed: Managed
const secrets = new Set<string>()

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
  sender = makeSender(server.address)
  actors = await Promise.all(Array.from({ length: actorCount }, (_, index) => newActor(index)))
})
afterAll(async () => {
  sender.close()
  await server.stop()
})

async function newActor(index: number): Promise<Actor> {
  const actor = await makeActor(call, index % 2 === 1 ? server.address : null)
  for (const secret of secretsOf(actor)) secrets.add(secret)
  if (index === 0)
    await changeDatabase(server, `UPDATE "User" SET "role" = 'owner' WHERE "id" = ?`, {
      parameters: [actor.ids.users],
    })
  return actor
}

/** Replaces the users who send nothing: an earlier batch may have deleted them. */
async function renewManaged(): Promise<void> {
  managed = await makeManaged(call, actors[0] as Actor)
  secrets.add(managed.invitationToken)
}

test('every answer is a documented one, is no error of ours, and holds no secret', {
  timeout: Math.max(480_000, requests * 40),
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: batchSize, maxLength: batchSize, size: 'max' }),
      async (batch) => {
        await renewManaged()
        const lost = await Promise.all(batch.map(sendAndJudge))
        for (const index of new Set(lost.filter((actor) => actor !== null)))
          actors[index] = await newActor(index)
      },
    ),
    // No shrinking: the error names the request at fault, and a smaller batch would add nothing.
    { numRuns: Math.ceil(requests / batchSize), endOnFailure: true, ...seed },
  )
  expect([...secrets].filter((secret) => server.output().includes(secret))).toEqual([])
})

/**
 * Sends a request and checks the answer.
 * @returns the index of the actor that may have lost a credential, or null
 * @throws if the answer is at fault
 */
async function sendAndJudge(made: FuzzedRequest): Promise<number | null> {
  const { method, operationId, credential, headers, body, actor: index } = made
  const actor = actors[index] as Actor
  const path = pathOf(made)
  const text = body?.ownPassword
    ? body.text.replace(/[\w-]+@example\.com/, actor.email)
    : (body?.text ?? null)
  const answer = await sender.send(
    method,
    path,
    { ...headers, ...credentials[credential](actor) },
    text,
  )
  const fault = findFault(made, { actor, path, answer })
  if (fault) throw new Error(`${fault}, of ${JSON.stringify(made)}`)
  if (answer.status !== 200) return null
  if (takesCredential.includes(operationId)) return index
  return ofOwners.has(operationId) && method !== 'GET' ? actorNamedIn(made) : null
}

/** The index of the actor whose id is in the path, or null. */
function actorNamedIn({ path, id, actor }: FuzzedRequest): number | null {
  if (!path.includes('{id}')) return null
  if (id.of === 'own') return actor
  return id.of === 'foreign' ? (actor + 1) % actorCount : null
}

function pathOf(made: FuzzedRequest): string {
  const { path, id, query } = made
  const resource = path.split('/')[3] as keyof Actor['ids']
  const named = actors[actorNamedIn(made) ?? 0] as Actor
  const ids = {
    own: named.ids[resource],
    foreign: named.ids[resource],
    machine: managed.machineId,
    invited: managed.invitedId,
    text: id.text,
  }
  const token = id.of === 'text' ? id.text : managed.invitationToken
  return path.replace('{id}', ids[id.of]).replace('{token}', token) + query
}

function findFault(
  { method, operationId, path: template, id }: FuzzedRequest,
  { actor, path, answer }: { actor: Actor; path: string; answer: Answer },
): string | null {
  // A server that is busy with the rest of the batch may answer that it is not ready.
  if (operationId === 'getReadiness' && answer.status === 503) return null
  if (answer.status >= 500) return `${answer.status} is an error of ours`
  const isForeign = template.includes('{id}') && !['own', 'text'].includes(id.of)
  if (answer.status === 200 && isForeign && !ofOwners.has(operationId)) return 'It is not theirs'
  const breach = findBreach(method, path, answer)
  if (breach) return `${answer.status}: ${breach}`
  return holdsSecret(operationId, actor, answer) ? `${answer.status} holds a secret` : null
}

/**
 * Whether an answer contains a secret, apart from the token, new or the caller's own, that it is
 * meant to return.
 */
function holdsSecret(
  operationId: string,
  actor: Actor,
  { status, text, headers, body }: Answer,
): boolean {
  const mayBeGiven = body?.token === actor.apiToken || !secrets.has(body?.token)
  const isGiven = status === 200 && givesToken.includes(operationId) && mayBeGiven
  const rest = isGiven ? JSON.stringify({ ...body, token: '' }) : text
  const all = `${rest} ${[...headers].flat().join(' ')}`
  const tokens = all.match(/jtn_[0-9A-Za-z]{36}/g) ?? []
  return tokens.some(isApiTokenSecret) || [...secrets].some((secret) => all.includes(secret))
}
