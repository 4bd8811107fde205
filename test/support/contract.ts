import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import { describeApi, servedAt } from '@/lib/api/openapi/document'
import type { Answer } from '@/test/support/client'
import { linesOf } from '@/test/support/json-lines'

/*
 * Checks every answer that a test receives against the OpenAPI document: its status, headers,
 * content type and body.
 */

interface Documented {
  headers?: Record<string, { required?: boolean; schema: object }>
  content?: Record<string, { schema: object }>
}

/** The position of a response in the document, as a JSON pointer. */
type Pointer = string

export const document = servedAt(describeApi(contracts), 'http://localhost')
const plainVerifier = '/api/v1/verify'
const verifierOfService = '/api/v1/services/{name}/verify'
/** The verifier answers every method, and every address below its own. */
const isVerifier = (path: string | null) => path === plainVerifier || path === verifierOfService
const ours = /^\/(api|auth)(\/|$)|^\/\.well-known\/(jwks\.json|security\.txt)$/
/** The addresses of next-auth, which only the pages use. */
const notOurs = /^\/api\/auth\//

/** Every address in the document, and the path that describes it. */
export const addresses = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
  const others = (item as { 'x-also-at'?: string[] })['x-also-at'] ?? []
  return [path, ...others].map((address) => ({ path, address }))
})

/** The patterns that match the addresses of requests, literal ones first. */
const templates = addresses
  .toSorted((a, b) => a.address.split('{').length - b.address.split('{').length)
  .map(({ path, address }) => ({
    path,
    form: new RegExp(`^${address.replaceAll('.', '\\.').replace(/{\w+}/g, '[^/]+')}$`),
  }))

/** Responses that any address may return. */
const anywhere = [
  'InputInvalid400',
  'DemoReadOnlyOrCrossOrigin403',
  'Internal500',
  'Unavailable503',
]
const unknownAddress = componentsByStatus(['NotFound404', ...anywhere])
const unknownMethod = componentsByStatus(['MethodNotAllowed405', ...anywhere])

/** @returns the deviation of an answer from the document, or null */
export function findBreach(method: string, path: string, answer: Answer): string | null {
  // Resolves `.` and `..`, as the server does.
  const address = new URL(`http://localhost${path}`).pathname
  if (!ours.test(address) || notOurs.test(address)) return null
  const known = pathOf(address)
  const isOptions = method === 'OPTIONS' && !isVerifier(known)
  if (isOptions && answer.status === 204) return findOptionsBreach(known, answer)
  const pointer = (isOptions && known !== null ? unknownMethod : responsesFor(method, known))[
    answer.status
  ]
  return pointer === undefined
    ? `${answer.status} is not documented`
    : findResponseBreach(pointer, answer, { hasBody: method !== 'HEAD' })
}

/** @returns the methods of a path, in the order of its `Allow` header */
export function methodsOf(path: string): string[] {
  const item = document.paths?.[path] ?? {}
  const has = (method: string) =>
    method === 'OPTIONS' || (method === 'HEAD' ? 'get' : method.toLowerCase()) in item
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(has)
}

function pathOf(address: string): string | null {
  if (address.startsWith(`${plainVerifier}/`)) return plainVerifier
  if (/^\/api\/v1\/services\/[^/]*\/verify(\/|$)/.test(address)) return verifierOfService
  if (!isReadable(address)) return null
  return templates.find(({ form }) => form.test(address))?.path ?? null
}

/** Whether an address can be decoded. No address of ours contains a NUL or an incomplete escape. */
function isReadable(address: string): boolean {
  try {
    return !decodeURIComponent(address).includes('\0')
  } catch {
    return false
  }
}

function responsesFor(method: string, path: string | null): Record<number, Pointer> {
  if (path === null) return unknownAddress
  if (!isVerifier(path) && !methodsOf(path).includes(method)) return unknownMethod
  const name = isVerifier(path) || method === 'HEAD' ? 'get' : (method.toLowerCase() as 'get')
  const statuses = Object.keys(document.paths?.[path]?.[name]?.responses ?? {})
  const at = `/paths/${path.replaceAll('/', '~1')}/${name}/responses`
  return Object.fromEntries(statuses.map((status) => [status, resolve(`${at}/${status}`)]))
}

function componentsByStatus(names: string[]): Record<number, Pointer> {
  const missing = names.find((name) => !document.components?.responses?.[name])
  if (missing) throw new Error(`The document has no response ${missing}`)
  return Object.fromEntries(names.map((name) => [name.slice(-3), `/components/responses/${name}`]))
}

/** @param path null for an unknown address, for which no `Allow` is documented */
function findOptionsBreach(path: string | null, { text, headers }: Answer): string | null {
  const allow = path === null ? headers.get('allow') : methodsOf(path).join(', ')
  if (text !== '') return 'OPTIONS answers with nothing but headers'
  return headers.get('allow') === allow ? null : `Allow is not ${allow}`
}

function findResponseBreach(
  pointer: Pointer,
  answer: Answer,
  { hasBody }: { hasBody: boolean },
): string | null {
  const documented = lookUp(pointer) as Documented
  return (
    findHeaderBreach(pointer, documented, answer) ??
    (hasBody ? findBodyBreach(pointer, documented, answer) : findText(answer))
  )
}

/** Headers that only a documented answer may have. */
const notByTheWay = ['allow', 'set-cookie', 'www-authenticate', 'location']

function findHeaderBreach(
  pointer: Pointer,
  { headers = {} }: Documented,
  { headers: sent }: Answer,
): string | null {
  const names = Object.keys(headers)
  const stray = notByTheWay.find(
    (name) => sent.has(name) && !names.some((own) => own.toLowerCase() === name),
  )
  if (stray) return `${stray} is not documented`
  for (const name of names) {
    const value = sent.get(name)
    if (value === null && headers[name]?.required) return `${name} is missing`
    const isValid = validator(`${pointer}/headers/${asPointer(name)}/schema`)
    if (value !== null && !isValid(value)) return `${name}: ${explain(isValid)}`
  }
  return null
}

function findBodyBreach(pointer: Pointer, { content }: Documented, answer: Answer): string | null {
  const type = answer.headers.get('content-type')
  if (!content) return findText(answer)
  if (type === null || !content[type]) return `${type} is not documented`
  const isValid = validator(`${pointer}/content/${asPointer(type)}/schema`)
  return documentsIn(type, answer).every((document) => isValid(document)) ? null : explain(isValid)
}

/** JSON Lines are described by the schema of one line. */
const documentsIn = (type: string, { text, body }: Answer): unknown[] =>
  type === 'application/x-ndjson' ? linesOf(text) : [type.startsWith('text/') ? text : body]

const findText = ({ text }: Answer) => (text === '' ? null : 'there is a body')

const ajv = addFormats.default(new Ajv2020({ strict: false })).addSchema(document, 'openapi')
const validators = new Map<Pointer, ValidateFunction>()

function validator(pointer: Pointer): ValidateFunction {
  const known = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` })
  validators.set(pointer, known)
  return known
}

const explain = ({ errors }: ValidateFunction) => ajv.errorsText(errors)

/** Resolves a reference in the document. */
function resolve(pointer: Pointer): Pointer {
  const { $ref } = lookUp(pointer) as { $ref?: string }
  return $ref ? $ref.slice(1) : pointer
}

function lookUp(pointer: Pointer): unknown {
  const names = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/'))
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], document)
}

const asPointer = (name: string) => name.replaceAll('/', '~1')
