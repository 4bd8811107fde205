import { z } from 'zod'
import { type Cursor, readCursor } from '@/lib/audit/cursor'
import { validate } from '@/lib/http/body'

const defaultLimit = 25
const maxLimit = 1000

/** A number of a query. */
export const count = (min: number, max: number) => {
  const message = `Give a whole number from ${min} to ${max}.`
  return z.number(message).int(message).min(min, message).max(max, message)
}

const counts = ['limit', 'offset', 'days']

/** Accepts digits only: any other notation of a number is treated as a mistake. */
const parseCount = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)

export const paging = z.object({
  limit: count(1, maxLimit).default(defaultLimit),
  offset: count(0, Number.MAX_SAFE_INTEGER).default(0),
})

const cursor = z.string().transform((text, context): Cursor => {
  const read = readCursor(text)
  if (read) return read
  context.addIssue('Give a cursor that this list has answered.')
  return z.NEVER
})

/** Query parameters of a list that grows while it is read. */
export const cursorPaging = z.object({
  limit: count(1, maxLimit).default(defaultLimit),
  cursor: cursor.optional().meta({ description: 'Where to go on: what the page before answered.' }),
})

/** The response body for such a list. */
export const cursorPageOf = <S extends z.ZodType>(row: S) =>
  z.object({
    list: z.array(row),
    pageInfo: z.object({
      pageSize: z.int().min(1),
      isFirstPage: z.boolean(),
      isLastPage: z.boolean(),
    }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'For the next page; null after the last one.' }),
  })

/** The response body of a list that `limit` and `offset` page through. */
export const pageOf = <S extends z.ZodType>(row: S) =>
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

/** Returns the page that `limit` and `offset` select. */
export function toPage<T>(rows: T[], { limit, offset }: z.output<typeof paging>) {
  return {
    list: rows.slice(offset, offset + limit),
    pageInfo: pageInfoOf(rows.length, { limit, offset }),
  }
}

/** NocoDB's `pageInfo` of a page. */
export const pageInfoOf = (totalRows: number, { limit, offset }: z.output<typeof paging>) => ({
  totalRows,
  page: Math.floor(offset / limit) + 1,
  pageSize: limit,
  isFirstPage: offset === 0,
  isLastPage: offset + limit >= totalRows,
})

/**
 * Returns the validated query parameters.
 * @throws ProblemError `input_invalid`
 */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const query = [...new URL(request.url).searchParams].map(([name, text]) => [
    name,
    counts.includes(name) ? parseCount(text) : text,
  ])
  return validate(Object.fromEntries(query), schema)
}
