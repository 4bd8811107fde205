import fc from 'fast-check'
import { anyCharacter } from '@/test/support/any-character'
import { password } from '@/test/support/client'
import { document } from '@/test/support/contract'
import { type CredentialKind, credentials } from '@/test/support/fuzz/actors'
import { hostileValue, nearlyValid, type Schema, valid } from '@/test/support/fuzz/from-schema'

/* Requests from the OpenAPI document: valid, nearly valid, and hostile. */

/** Plain data, so that it can be printed: secrets are inserted when it is sent. */
export interface FuzzedRequest {
  operationId: string
  method: string
  /** `{id}` or `{token}` is replaced by the value that `id` describes. */
  path: string
  id: { of: (typeof holders)[number] | 'text'; text: string }
  query: string
  actor: number
  credential: CredentialKind
  headers: Record<string, string>
  body: { text: string; ownPassword: boolean } | null
}

export const actorCount = 4

/** Whose id is in a path: the sender's, another actor's, or that of a user who sends nothing. */
const holders = ['own', 'foreign', 'machine', 'invited'] as const

/**
 * Operations that cost a password hash, a credential or a long answer. They are rare, so that the
 * run stays short.
 */
const rare = [
  'getOpenApi',
  'exportActivity',
  'refresh',
  'signUp',
  'signIn',
  'changePassword',
  'signOut',
  'endSession',
  'endOtherSessions',
  'deleteApiToken',
  'deleteUser',
  'signOutUser',
  'forgotPassword',
  'resetPassword',
  'beginAuthenticatorApp',
  'removeAuthenticatorApp',
  'renewRecoveryCodes',
  'confirm',
  'passkeyOptions',
]

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, value]) => 'operationId' in Object(value))
    .map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation: operation as unknown as Operation,
    })),
)

function requestTo(
  path: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<FuzzedRequest> {
  return fc
    .record({
      operationId: fc.constant(operation.operationId),
      method: mostly(
        method,
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
      ),
      path: mostly(
        path,
        fc.constantFrom(`${path}/`, `${path}//`, `${path}/x`, path.toUpperCase(), `${path}%00`),
      ),
      id: fc.oneof(
        {
          weight: 2,
          arbitrary: fc.constantFrom(...holders.map((of) => ({ of, text: '' }))),
        },
        { weight: 1, arbitrary: hostilePathText.map((text) => ({ of: 'text' as const, text })) },
      ),
      query: queryOf(operation),
      // The owner sends more than half: a third of the operations are for owners alone.
      actor: fc.oneof(fc.constant(0), fc.nat(actorCount - 1)),
      credential: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom<CredentialKind>('authToken', 'apiToken', 'cookie'),
        },
        {
          weight: 2,
          arbitrary: fc.constantFrom(...(Object.keys(credentials) as CredentialKind[])),
        },
      ),
      headers: mostly({}, strangeHeaders),
      body: bodyOf(operation),
    })
    .map((made) => ({ ...made, headers: { ...contentTypeOf(operation), ...made.headers } }))
}

const mostly = <T>(usual: T, otherwise: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: otherwise })

/** Lone surrogates have no encoding. */
const encodeLossily = (text: string) => encodeURIComponent(Buffer.from(text).toString())

const hostilePathText = fc.oneof(
  fc.uuid(),
  fc.constantFrom(
    '..',
    '.',
    '%',
    '%00',
    '%ff',
    '%2e%2e%2f',
    'null',
    '-1',
    "'",
    '*',
    'a'.repeat(2_000),
  ),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 20 }).map(encodeLossily),
)

function queryOf({ parameters = [] }: Operation): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query')
  const strange = fc.tuple(fc.constantFrom('token', 'limit', 'offset', 'x'), hostilePathText)
  const good = known.map(({ name, schema }) =>
    fc.tuple(
      fc.constant(name),
      valid(schema).map((value) => encodeLossily(String(value))),
    ),
  )
  return fc.oneof(
    fc.constant(''),
    fc.tuple(...good).map(toQuery),
    fc.array(strange, { minLength: 1, maxLength: 3 }).map(toQuery),
  )
}

const toQuery = (pairs: [string, string][]) => `?${pairs.map((pair) => pair.join('=')).join('&')}`

const contents = ({ requestBody }: Operation) => Object.entries(requestBody?.content ?? {})[0]

function contentTypeOf(operation: Operation): Record<string, string> {
  const type = contents(operation)?.[0]
  return type ? { 'content-type': type } : {}
}

function bodyOf(operation: Operation): fc.Arbitrary<FuzzedRequest['body']> {
  const [type, content] = contents(operation) ?? []
  if (!type || !content) return mostly(null, hostileBody.map(asBody))
  const encode = type === 'application/json' ? (value: unknown) => JSON.stringify(value) : toForm
  const own = valid(content.schema).map((value) => ({
    text: encode(withPasswords(value)),
    ownPassword: true,
  }))
  return fc.oneof(
    own,
    valid(content.schema).map(encode).map(asBody),
    nearlyValid(content.schema).map(encode).map(asBody),
    hostileBody.map(asBody),
  )
}

const asBody = (text: string) => ({ text, ownPassword: false })

const toForm = (value: unknown) =>
  Object.entries(value as object)
    .map(
      ([name, field]) =>
        `${encodeLossily(name)}=${encodeLossily(typeof field === 'string' ? field : (JSON.stringify(field) ?? ''))}`,
    )
    .join('&')

/** Inserts the password that every actor has; the address is inserted when the request is sent. */
const withPasswords = (value: unknown) =>
  Object.fromEntries(
    Object.entries(value as object).map(([name, field]) => [
      name,
      /password/i.test(name) ? password : field,
    ]),
  )

const hostileBody = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '['.repeat(5_000),
    '{"a":'.repeat(5_000),
    'x'.repeat(70_000),
  ),
  hostileValue.map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
)

const strangeHeaders = fc.constantFrom<Record<string, string>>(
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': '' },
  { 'content-encoding': 'gzip' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-origin', origin: 'null' },
  { origin: 'https://evil.example' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-middleware-subrequest': 'middleware:middleware:middleware' },
  { 'next-action': 'x', rsc: '1' },
  { accept: 'text/html;q=\u00ff' },
  { 'accept-encoding': 'x' },
  { range: 'bytes=0-1' },
  { 'if-none-match': '*', 'if-modified-since': 'x' },
  { te: 'trailers' },
)

const idsByRequest = new Map(
  operations.map(({ path, method, operation }) => [`${method} ${path}`, operation.operationId]),
)

/** A request whose method was changed may be one of another operation. */
const named = (made: FuzzedRequest): FuzzedRequest => ({
  ...made,
  operationId: idsByRequest.get(`${made.method} ${made.path}`) ?? made.operationId,
})

export const request: fc.Arbitrary<FuzzedRequest> = fc
  .oneof(
    ...operations.map(({ path, method, operation }) => ({
      weight: rare.includes(operation.operationId) ? 1 : 8,
      arbitrary: requestTo(path, method, operation),
    })),
  )
  .map(named)
