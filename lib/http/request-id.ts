import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { scrub } from '@/lib/log/redact'

/* What one request is called in every log that it passes through: the caller's name for it, where it has one, else ours. */

export const requestIdHeader = 'x-request-id'

const wellFormed = /^[A-Za-z0-9._:-]{8,64}$/

/** @returns the request's id. It never has the form of a secret */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[requestIdHeader]
  const isUsable = typeof given === 'string' && wellFormed.test(given) && scrub(given) === given
  return isUsable ? given : randomUUID()
}
