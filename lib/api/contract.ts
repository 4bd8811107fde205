import { z } from 'zod'
import type { ZodOpenApiHeadersObject } from 'zod-openapi'
import type { Tag } from '@/lib/api/openapi/tags'
import type { ProblemCode } from '@/lib/http/problem'

/*
 * The contract of a resource: who may call it, what it takes and what it answers. `resource()`
 * enforces it, and the OpenAPI document publishes it. Refusals and headers that follow from who may
 * call and from what is sent are not repeated in a contract: see refusals.ts.
 */

export type Contract<O extends Operation = Operation> = {
  /** As OpenAPI writes it: `/api/v1/tokens/{id}`. */
  path: string
  tag: Tag
} & Partial<Record<Method, O>>

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export type Operation = RouteOperation | Verification | Streaming

/** An operation of a route handler. */
export type RouteOperation = OperationBase & (WithoutBody | WithJson | WithForm)

/** An operation of the verifier, which answers without Next. */
export type Verification = OperationBase & { who: 'verified'; json?: undefined; form?: undefined }

/** The operation of the revocation stream, which the main process answers without Next. */
export type Streaming = OperationBase & { who: 'receiver'; json?: undefined; form?: undefined }

interface OperationBase {
  operationId: string
  summary: string
  description?: string
  /** Path parameters. */
  params?: z.ZodObject
  query?: z.ZodObject
  headers?: z.ZodObject
  /**
   * Refuses the cookie in a request from another site. Every method but GET does so without this.
   */
  sameOrigin?: true
  /**
   * Open to pages of every origin, which may read the answer (CORS). Only where no cookie counts.
   */
  anyOrigin?: true
  /** Whether a demo, in which nothing can be changed, serves it. By default it serves GET alone. */
  inDemo?: 'served' | 'refused'
  /** Open also to a user who lacks the second factor that the installation requires. */
  beforeSecondFactor?: true
  answer: Answer
  /** Refusals besides those that every endpoint of its kind has. */
  refusals?: Refusal[]
}

interface WithoutBody {
  who: 'anyone' | 'principal' | 'session' | 'owner' | 'refresh'
  json?: undefined
  form?: undefined
}

interface WithJson {
  who: 'anyone' | 'session' | 'owner'
  json: z.ZodType
  form?: undefined
}

interface WithForm {
  who: 'anyone' | 'client'
  json?: undefined
  form: z.ZodType
}

/**
 * Which callers and credentials are accepted:
 * - `anyone`: no credential is read
 * - `principal`: a user, by any credential
 * - `session`: a user, by a session or an auth token
 * - `owner`: as `session`, if the user is an owner of the installation
 * - `refresh`: a page of this server or of an allowed origin; the handler reads the refresh cookie
 * - `client`: as `principal`, or an OAuth client (RFC 6749, section 2.3.1)
 * - `verified`: as the verifier decides
 * - `receiver`: an owner or a machine with the role `service`, by any credential but the cookie
 */
export type Who = Operation['who']

/** A successful response. Without `body`, `lines`, `events` and `text`, its body is empty. */
export interface Answer {
  description: string
  /** A JSON body. */
  body?: z.ZodType
  /** One line of a JSON Lines body. */
  lines?: z.ZodType
  /** Server-Sent Events. */
  events?: z.ZodType
  /** A text/plain body. */
  text?: z.ZodString
  /** Whether the response may set or clear cookies. */
  setsCookies?: true
  headers?: ZodOpenApiHeadersObject
  /** Which caches may store the response, and for how long; by default none. */
  cache?: { by: 'public' | 'private'; seconds: number }
}

/** A code, with its status where that differs from the code's usual one. */
export type Refusal = ProblemCode | { code: ProblemCode; status: number }

/** The body of a response that has nothing else to report. */
export const done = (msg: string) => z.object({ msg: z.string().meta({ examples: [msg] }) })
