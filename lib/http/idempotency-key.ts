import { ProblemError } from '@/lib/http/problem'

/**
 * In quotation marks, as the draft requires (a Structured Field string), or without, as most
 * clients send it.
 */
export const idempotencyKeyForm = /^(?:"([!#-[\]-~]{1,255})"|([!#-[\]-~]{1,255}))$/

/**
 * Reads the `Idempotency-Key` header, which identifies retries of a request
 * (draft-ietf-httpapi-idempotency-key-header-07, section 2).
 * @returns null when it is absent
 * @throws ProblemError `input_invalid`
 */
export function readIdempotencyKey(headers: Headers): string | null {
  const text = headers.get('idempotency-key')
  if (text === null) return null
  const [, quoted, bare] = idempotencyKeyForm.exec(text) ?? []
  const key = quoted ?? bare
  if (key !== undefined) return key
  const message = 'Give 1 to 255 visible ASCII characters, such as a UUID.'
  throw new ProblemError('input_invalid', `Idempotency-Key: ${message}`, {
    errors: [{ path: 'Idempotency-Key', message }],
  })
}
