import { expect } from 'vitest'
import type { Answer } from '@/test/support/client'

/**
 * Expects that an answer is the documented problem (RFC 9457, with `code` and NocoDB's `msg`), and
 * nothing else.
 */
export function expectProblem(
  { status, headers, body }: Answer,
  wanted: number,
  code: string,
): void {
  expect({ status, code: body?.code }).toEqual({ status: wanted, code })
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toEqual({
    type: expect.stringMatching(/./),
    title: expect.stringMatching(/./),
    status: wanted,
    detail: expect.stringMatching(/./),
    code,
    msg: body.detail,
    ...(body.errors && { errors: body.errors }),
    ...(body.error !== undefined && { error: 'invalid_request' }),
    ...(code === 'second_factor_required' && {
      methods: expect.arrayContaining([]),
      continue_token: expect.stringMatching(/^[\w-]{43}$/),
    }),
  })
  for (const error of body.errors ?? []) {
    expect(error).toEqual({ path: expect.any(String), message: expect.stringMatching(/./) })
  }
}
