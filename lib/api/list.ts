import { z } from 'zod'
import { validate } from '@/lib/http/body'

const defaultLimit = 25
const maxLimit = 1000

const count = (min: number, max: number) => {
  const message = `Give a whole number from ${min} to ${max}.`
  return z.number(message).int(message).min(min, message).max(max, message)
}

/** Digits alone: other ways to write a number are taken for a mistake. */
const parseCount = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)

export const paging = z.object({
  limit: count(1, maxLimit).default(defaultLimit),
  offset: count(0, Number.MAX_SAFE_INTEGER).default(0),
})

/** What `list` answers. */
export const pageOf = (row: z.ZodType) =>
  z.object({
    list: z.array(row),
    pageInfo: z.object({
      totalRows: z.int().min(0),
      page: z.int().min(1),
      pageSize: z.int().min(1),
      isFirstPage: z.boolean(),
      isLastPage: z.boolean(),
    }),
  })

/** Answers the page of a list that `limit` and `offset` name, with NocoDB's `pageInfo`. */
export function list(request: Request, rows: unknown[]): Response {
  const query = [...new URL(request.url).searchParams].map(([name, text]) => [name, parseCount(text)])
  const { limit, offset } = validate(Object.fromEntries(query), paging)
  return Response.json({
    list: rows.slice(offset, offset + limit),
    pageInfo: {
      totalRows: rows.length,
      page: Math.floor(offset / limit) + 1,
      pageSize: limit,
      isFirstPage: offset === 0,
      isLastPage: offset + limit >= rows.length,
    },
  })
}
