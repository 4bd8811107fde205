import { z } from 'zod'
import { validate } from '@/lib/http/body'

const defaultLimit = 25
const maxLimit = 1000
const count = (max: number) => z.coerce.number('Give a number.').int('Give a whole number.').min(0).max(max)

const paging = z.object({
  limit: count(maxLimit).min(1).default(defaultLimit),
  offset: count(Number.MAX_SAFE_INTEGER).default(0),
})

/** Answers the page of a list that `limit` and `offset` name, with NocoDB's `pageInfo`. */
export function list(request: Request, rows: unknown[]): Response {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { limit, offset } = validate(query, paging)
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
