import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { scrub } from '@/lib/log/redact'

/*
 * The request id, which every log entry of a request carries: the caller's, if it sent one,
 * otherwise ours.
 */

export const requestIdHeader = 'x-request-id'

const wellFormed = /^[A-Za-z0-9._:-]{8,64}$/

/** @returns the request id, which never has the form of a secret */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[requestIdHeader]
  const isUsable = typeof given === 'string' && wellFormed.test(given) && scrub(given) === given
  return isUsable ? given : randomUUID()
}
