import type { z } from 'zod'
import type { ZodOpenApiHeadersObject } from 'zod-openapi'
import type { ProblemCode } from '@/lib/http/problem'

/*
 * What an endpoint promises, as the OpenAPI document tells it. The schemas are the very ones that validate the request, or give the rows
 * their type; what follows from who may call and from what is sent (which refusals, which headers) is derived in responses.ts.
 */

/** Whose credentials are taken, and which: see security.ts. */
export type Who = 'anyone' | 'principal' | 'session' | 'refresh' | 'verified' | 'client'

export type Method = 'get' | 'post' | 'patch' | 'delete'

export interface Operation {
  operationId: string
  summary: string
  description?: string
  who: Who
  /** Of the path. */
  params?: z.ZodObject
  query?: z.ZodObject
  /** Beyond those that carry a credential. */
  headers?: z.ZodObject
  /** The body, in one of the two forms that this API takes. */
  json?: z.ZodType
  form?: z.ZodType
  answer: Answer
  /** Beyond those that every endpoint of its kind has. */
  refusals?: Refusal[]
}

export interface Answer {
  description: string
  /** Undefined: the body is empty. */
  body?: z.ZodType
  /** JSON, unless it says otherwise. Of JSON Lines, `body` is a line. */
  type?: string
  headers?: ZodOpenApiHeadersObject
  /** Which caches may keep it, for a while: none, unless this says so. */
  cache?: 'public' | 'private'
}

/** A code with a status of its own, where it is not the code's usual one. */
export type Refusal = ProblemCode | { code: ProblemCode; status: number }

/** By the path, as OpenAPI writes it. */
export type Paths = Record<string, PathItem>
export type PathItem = { tag: string } & Partial<Record<Method, Operation>>
