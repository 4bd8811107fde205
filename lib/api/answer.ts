import type { z } from 'zod'
import type { Answer } from '@/lib/api/contract'
import { jsonLines, jsonLinesType } from '@/lib/api/json-lines'

export const textType = 'text/plain; charset=utf-8'

/**
 * The value that a handler returns for an answer: its body, batches of its lines, its text, or
 * nothing.
 */
export type AnswerOf<A extends Answer> = A extends { lines: infer S extends z.ZodType }
  ? AsyncGenerator<z.input<S>[]>
  : A extends { body: infer S extends z.ZodType }
    ? z.input<S>
    : A extends { text: z.ZodString }
      ? string
      : undefined

/**
 * A handler's answer with headers that depend on the request. Those that are always the same follow
 * from the contract.
 */
export class WithHeaders<T> {
  constructor(
    readonly answer: T,
    readonly headers: HeadersInit,
  ) {}
}

/** @param returned by the handler */
export function toResponse({ body, lines, text, cache }: Answer, returned: unknown): Response {
  const { answer, headers: own } =
    returned instanceof WithHeaders ? returned : { answer: returned, headers: [] }
  const headers = new Headers(own)
  if (cache) headers.set('cache-control', `${cache.by}, max-age=${cache.seconds}`)
  if (body) return Response.json(answer, { headers })
  if (text) {
    headers.set('content-type', textType)
    return new Response(answer as string, { headers })
  }
  if (!lines) return new Response(null, { headers })
  headers.set('content-type', jsonLinesType)
  return new Response(jsonLines(answer as AsyncGenerator<unknown[]>), { headers })
}
