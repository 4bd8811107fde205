import type { z } from 'zod'
import { type FieldError, ProblemError, type ProblemOptions } from '@/lib/http/problem'

const maxBodyKib = 64
export const maxBodyBytes = maxBodyKib * 1024

/**
 * Enough for honest mistakes; it keeps the response to a body full of errors smaller than the body.
 */
const maxFieldErrors = 20

/** Whether a body may be left out: the schema has a default. */
export const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success

/**
 * Reads and validates a JSON body.
 * @throws ProblemError `input_invalid`: 415 for another content type, 413 over `maxBodyBytes`, or
 * else 400
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S>> {
  if (contentTypeOf(request) === undefined && isOptional(schema)) {
    if ((await readText(request)) === '') return validate(undefined, schema)
  }
  requireContentType(request, 'application/json')
  return validate(parseJson(await readText(request)), schema)
}

const formType = 'application/x-www-form-urlencoded'

/** Whether the content type is `application/x-www-form-urlencoded`. */
export const hasForm = (request: Request): boolean => contentTypeOf(request) === formType

/**
 * Reads an `application/x-www-form-urlencoded` body as text.
 * @throws ProblemError as `readJson` does
 */
export async function readFormText(request: Request): Promise<string> {
  requireContentType(request, formType)
  return readText(request)
}

/**
 * Reads and validates an `application/x-www-form-urlencoded` body. No field may be there twice (RFC
 * 6749, section 3.2).
 * @throws ProblemError as `readJson` does
 */
export async function readForm<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S>> {
  const form = new URLSearchParams(await readFormText(request))
  const names = [...form.keys()]
  if (new Set(names).size < names.length) throw invalidForm('A field is there twice.')
  return validateForm(form, schema)
}

/**
 * Validates a form. Every one of ours is a request of OAuth.
 * @throws ProblemError `input_invalid` as `validate` does
 */
export function validateForm<S extends z.ZodType>(form: URLSearchParams, schema: S): z.output<S> {
  try {
    return validate(Object.fromEntries(form), schema)
  } catch (error) {
    throw error instanceof ProblemError ? invalidForm(error.detail, error.options) : error
  }
}

/** The code of RFC 6749, section 5.2, beside ours. */
const invalidForm = (detail: string, options: ProblemOptions = {}) =>
  new ProblemError('input_invalid', detail, { ...options, oauthError: 'invalid_request' })

/**
 * Validates input against a schema.
 * @throws ProblemError `input_invalid` that lists the invalid fields, at most 20
 */
export function validate<S extends z.ZodType>(input: unknown, schema: S): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap(toFieldErrors).slice(0, maxFieldErrors)
  const detail = errors
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join(' ')
  throw new ProblemError('input_invalid', detail, { errors })
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'This field is not known.',
    }))
  }
  // Without alternatives, the field that selects one has another value.
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return alternativeOf(issue).flatMap(toFieldErrors)
  return [{ path: issue.path.join('.'), message: issue.message }]
}

/** Returns the errors of the alternative that was meant: the first that knows every field. */
function alternativeOf({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const isKnown = (issues: z.core.$ZodIssue[]) =>
    issues.every(({ code }) => code !== 'unrecognized_keys')
  return errors.find(isKnown) ?? errors[0] ?? []
}

function requireContentType(request: Request, expected: string): void {
  if (contentTypeOf(request) === expected) return
  throw new ProblemError('input_invalid', `Send the body as ${expected}.`, { status: 415 })
}

const contentTypeOf = ({ headers }: Request) =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProblemError('input_invalid', 'The body is not JSON.')
  }
}

/**
 * Reads a body that is too large to its end as well, but discards it: closing the connection
 * earlier would cut off the response.
 */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of arriving(request)) {
    size += chunk.byteLength
    if (size <= maxBodyBytes) chunks.push(chunk)
  }
  if (size > maxBodyBytes) throw tooLarge()
  return decode(Buffer.concat(chunks))
}

/** An aborted body is the client's error, not an internal one. */
async function* arriving({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? []
  } catch {
    throw new ProblemError('input_invalid', 'The body broke off.')
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ProblemError('input_invalid', 'The body is not UTF-8.')
  }
}

function tooLarge(): ProblemError {
  return new ProblemError('input_invalid', `The body is larger than ${maxBodyKib} KiB.`, {
    status: 413,
  })
}
