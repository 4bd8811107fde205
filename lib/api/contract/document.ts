import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import { accounts } from '@/lib/api/contract/accounts'
import { apiTokens } from '@/lib/api/contract/api-tokens'
import type { Method, Operation, Paths } from '@/lib/api/contract/operation'
import { problemResponse, responsesOf } from '@/lib/api/contract/responses'
import { securityOf, securitySchemes } from '@/lib/api/contract/security'
import { server } from '@/lib/api/contract/server'
import { sessions } from '@/lib/api/contract/sessions'
import { verification } from '@/lib/api/contract/verification'
import { problem } from '@/lib/http/problem'
import manifest from '@/package.json' with { type: 'json' }

/** In the order in which people read them. */
const paths: Paths = { ...apiTokens, ...verification, ...accounts, ...sessions, ...server }
const tags = [
  { name: 'API tokens', description: 'What programs present. Each user keeps one.' },
  { name: 'Verification', description: 'For services that are presented with a token.' },
  { name: 'Accounts', description: 'Signing up, in and out, and who you are.' },
  {
    name: 'Sessions',
    description: 'Where you are signed in. An auth token lives and dies with its session.',
  },
  { name: 'Server', description: 'How it is, and what it offers.' },
]

const description = `Send an API token as \`xc-token\`, an auth token as \`xc-auth\`, or either as \`Authorization: Bearer\`. The first that is present counts; one that is present and not valid is refused, whatever else is there.

Every error is a problem (RFC 9457) with a \`code\` that does not change. Where there is GET there is HEAD. OPTIONS answers 204 with \`Allow\`; a method that an address does not have is 405 with \`Allow\`, and an address that does not exist is 404.`

/** The API, described in OpenAPI 3.1. */
export function openApiDocument() {
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Jeton',
      version: manifest.version,
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags,
    paths: Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, describePath(item)])),
    components: {
      securitySchemes,
      schemas: { Problem: problem },
      responses: { MethodNotAllowed405: problemResponse(405, ['method_not_allowed']) },
    },
  }
  return createDocument(document, { override: ({ jsonSchema }) => simplify(jsonSchema) })
}

function describePath({ tag, ...operations }: Paths[string]): ZodOpenApiPathsObject[string] {
  const described = Object.entries(operations) as [Method, Operation][]
  return Object.fromEntries(
    described.map(([method, operation]) => [method, describe(tag, method, operation)]),
  )
}

function describe(tag: string, method: Method, operation: Operation): ZodOpenApiOperationObject {
  const { operationId, summary, description, who, params, query, json, form } = operation
  const content = {
    ...(json && { 'application/json': { schema: json } }),
    ...(form && { 'application/x-www-form-urlencoded': { schema: form } }),
  }
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: securityOf(who),
    ...((params || query) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
    ...((json || form) && { requestBody: { required: true, content } }),
    responses: responsesOf(method, operation),
  }
}

/** What zod adds for itself and nobody wants to read: the pattern of a format that has a name, the largest safe number. */
function simplify(schema: { format?: string; pattern?: string; minimum?: number; maximum?: number }): void {
  if (schema.format) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}
