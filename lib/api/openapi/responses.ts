import type { ZodOpenApiHeadersObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { textType } from '@/lib/api/answer'
import type { Method, Operation } from '@/lib/api/contract'
import { jsonLinesType } from '@/lib/api/json-lines'
import { refusalsOf } from '@/lib/api/refusals'
import { type ProblemCode, ProblemError, problemKinds } from '@/lib/http/problem'

type Responses = Record<`${1 | 2 | 3 | 4 | 5}${string}`, ZodOpenApiResponseObject>
type StatusCode = keyof Responses

const header = (description: string, schema: object = {}) => ({
  description,
  required: true,
  schema: { type: 'string' as const, ...schema },
})

const uncached = { 'Cache-Control': header('No cache keeps it.', { const: 'no-store' }) }
const cached = (cache: 'public' | 'private') => ({
  'Cache-Control': header('How long caches may keep it.', { pattern: `^${cache}, max-age=\\d+$` }),
})

const cookies = {
  'Set-Cookie': { description: 'Cookies of this server.', schema: { type: 'string' } },
} as const satisfies ZodOpenApiHeadersObject

const retryAfter = header('Seconds to wait.', { pattern: '^\\d+$' })

const rateHeaders = {
  'Retry-After': retryAfter,
  RateLimit: header(
    'The rest of the limit, and its duration (draft-ietf-httpapi-ratelimit-headers).',
  ),
  'RateLimit-Policy': header('The limit: how many in how many seconds.'),
}

/** Of these headers, a response of the same status may have none. */
const optional = (headers: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, described]) => [name, { ...described, required: false }]),
  )

/** The headers of a problem, by status. */
const problemHeaders: Record<number, ZodOpenApiHeadersObject> = {
  401: { 'WWW-Authenticate': header('The challenge (RFC 6750, section 3).') },
  405: { Allow: header('The methods that this address has.') },
  429: rateHeaders,
  503: { 'Retry-After': { ...retryAfter, required: false } },
}

/** Describes all responses of an operation: its answer, and its refusals by status. */
export function responsesOf(method: Method, operation: Operation): Responses {
  const { description, body, lines, events, text, setsCookies, headers, cache } = operation.answer
  const content = {
    ...(body && { 'application/json': { schema: body } }),
    ...(lines && { [jsonLinesType]: { schema: lines } }),
    ...(events && { 'text/event-stream': { schema: events } }),
    ...(text && { [textType]: { schema: text } }),
  }
  const responses: Responses = {
    200: {
      description,
      headers: {
        ...(cache ? cached(cache.by) : uncached),
        ...(setsCookies && cookies),
        ...headers,
      },
      ...((body || lines || events || text) && { content }),
    },
  }
  const refused = refusalsOf(method, operation)
  for (const status of new Set(refused.map((refusal) => refusal.status))) {
    const codes = refused.filter((refusal) => refusal.status === status).map(({ code }) => code)
    responses[`${status}` as StatusCode] = adapt(operation, status, problemResponse(status, codes))
  }
  return responses
}

/**
 * Two responses have more headers than others of their kind: the rate limit of a verification, and
 * the refusal of a spent refresh cookie.
 */
function adapt(
  { who }: Operation,
  status: number,
  response: ZodOpenApiResponseObject,
): ZodOpenApiResponseObject {
  const more = {
    ...(who === 'verified' &&
      status === 403 && { ...optional(rateHeaders), 'X-Auth-Error': header('The code.') }),
    ...(who === 'refresh' && status === 401 && cookies),
  }
  if (Object.keys(more).length === 0) return response
  const { id: _, ...own } = response
  return { ...own, headers: { ...own.headers, ...more } as ZodOpenApiHeadersObject }
}

const made = new Map<string, ZodOpenApiResponseObject>()

/** The same problems share one component, wherever they are answered. */
export function problemResponse(status: number, codes: ProblemCode[]): ZodOpenApiResponseObject {
  const id = `${codes.map(toPascalCase).join('Or')}${status}`
  const response = made.get(id) ?? { id, ...describe(status, codes) }
  made.set(id, response)
  return response
}

function describe(status: number, codes: ProblemCode[]): ZodOpenApiResponseObject {
  const example = (code: ProblemCode) => {
    const { title } = problemKinds[code]
    return [code, { value: new ProblemError(code, `${title}.`, { status }).problem }]
  }
  const narrowed = { properties: { status: { const: status }, code: { enum: codes } } }
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: { ...uncached, ...problemHeaders[status] },
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] },
        examples: Object.fromEntries(codes.map(example)),
      },
    },
  }
}

const toPascalCase = (code: string) =>
  code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
