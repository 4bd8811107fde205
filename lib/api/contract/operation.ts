import type { z } from 'zod'
import type { ZodOpenApiHeadersObject } from 'zod-openapi'
import type { ProblemCode } from '@/lib/http/problem'

/*
 * The contract of an endpoint, as the OpenAPI document publishes it. The schemas are the same that
 * validate the request, or type the rows. Refusals and headers that follow from who may call and
 * from what is sent are derived in responses.ts.
 */

/** Which callers and credentials are accepted: see security.ts. */
export type Who = 'anyone' | 'principal' | 'session' | 'refresh' | 'verified' | 'client'

export type Method = 'get' | 'post' | 'patch' | 'delete'

export interface Operation {
  operationId: string
  summary: string
  description?: string
  who: Who
  /** Path parameters. */
  params?: z.ZodObject
  query?: z.ZodObject
  /** The body, in one of the two formats that this API accepts. */
  json?: z.ZodType
  form?: z.ZodType
  answer: Answer
  /** Refusals besides those that every endpoint of its kind has. */
  refusals?: Refusal[]
}

export interface Answer {
  description: string
  /** Undefined: the body is empty. */
  body?: z.ZodType
  /** JSON by default. For JSON Lines, `body` describes one line. */
  type?: string
  headers?: ZodOpenApiHeadersObject
  /** Which caches may store the response for a while; by default none. */
  cache?: 'public' | 'private'
}

/** A code, with its status where that differs from the code's usual one. */
export type Refusal = ProblemCode | { code: ProblemCode; status: number }

/** Keyed by path, as OpenAPI writes it. */
export type Paths = Record<string, PathItem>
export type PathItem = { tag: string } & Partial<Record<Method, Operation>>
