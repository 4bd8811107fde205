import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
} from 'zod-openapi'
import type { Contract, Method, Operation } from '@/lib/api/contract'
import { problemResponse, responsesOf } from '@/lib/api/openapi/responses'
import { securityOf, securitySchemes } from '@/lib/api/openapi/security'
import { tags } from '@/lib/api/openapi/tags'
import { isOptional } from '@/lib/http/body'
import { problem } from '@/lib/http/problem'
import manifest from '@/package.json' with { type: 'json' }

const description = `Send an API token as \`xc-token\`, an auth token as \`xc-auth\`, or either as \`Authorization: Bearer\`. The first that is present counts; one that is present and not valid is refused, whatever else is there, and the refusal's \`detail\` names a mistake in its form.

Every error is a problem (RFC 9457) with a \`code\` that does not change. HEAD works wherever GET does. OPTIONS answers 204 with \`Allow\`; another method is 405, and an unknown address 404.

For programs made for NocoDB, the addresses under \`/api/v1/auth\` are also there under \`/api/v2/auth\` and \`/auth\` (\`x-also-at\`). Pages of other origins can call the API (CORS) where \`JETON_CORS_ORIGINS\` names them.`

/**
 * Describes an API in OpenAPI 3.1, without the address of its server.
 * @param contracts in the order in which people read them
 */
export function describeApi(contracts: Contract[]) {
  const api: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Jeton',
      version: manifest.version,
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: [...tags],
    paths: Object.fromEntries(
      contracts.map((contract) => [contract.path, describeResource(contract)]),
    ),
    components: {
      securitySchemes,
      schemas: { Problem: problem },
      responses: { MethodNotAllowed405: problemResponse(405, ['method_not_allowed']) },
    },
  }
  return createDocument(api, { override: ({ jsonSchema }) => simplify(jsonSchema) })
}

/** NocoDB's other paths of the authentication endpoints: see `rewrites` in next.config.js. */
const authAddress = '/api/v1/auth'
const otherAuthAddresses = ['/api/v2/auth', '/auth']

function describeResource({ path, tag, ...operations }: Contract): ZodOpenApiPathItemObject {
  const described = Object.entries(operations) as [Method, Operation][]
  const addresses = otherAddressesOf(path)
  return {
    ...Object.fromEntries(
      described.map(([method, operation]) => [
        method.toLowerCase(),
        describeOperation(tag, method, operation),
      ]),
    ),
    ...(addresses.length > 0 && { 'x-also-at': addresses }),
  }
}

function otherAddressesOf(path: string): string[] {
  if (!path.startsWith(`${authAddress}/`)) return []
  const rest = path.slice(authAddress.length)
  const short = rest.replace('/user/password/', '/password/')
  return [
    ...otherAuthAddresses.map((address) => address + rest),
    ...(short === rest
      ? []
      : [authAddress, ...otherAuthAddresses].map((address) => address + short)),
  ]
}

function describeOperation(
  tag: string,
  method: Method,
  operation: Operation,
): ZodOpenApiOperationObject {
  const { operationId, summary, description, who, params, query, headers, json, form } = operation
  const parameters = {
    ...(params && { path: params }),
    ...(query && { query }),
    ...(headers && { header: headers }),
  }
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
    requestParams: parameters,
    ...((json || form) && { requestBody: { required: !json || !isOptional(json), content } }),
    responses: responsesOf(method, operation),
  }
}

/**
 * Removes what zod adds and readers do not need: the pattern of a named format, and the limits of
 * safe integers.
 */
function simplify(schema: {
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
}): void {
  if (schema.format) delete schema.pattern
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
}

/**
 * Adds the server's address.
 * @param address origin of this server. Clients are generated from it, and a relative URL would
 * point them to their own host
 */
export const servedAt = (document: ReturnType<typeof describeApi>, address: string) => ({
  ...document,
  servers: [{ url: address, description: 'This server' }],
})
