import { withoutNeedlessEscapes } from '@/lib/http/address'

/*
 * The paths that the verifier answers. A proxy names the service that it guards in the path, and
 * appends the client's original path, unmodified: whatever follows `/verify` has no effect. The
 * path is therefore read as it was sent, without resolving `..` or percent-encodings.
 */

const plain = '/api/v1/verify'
const services = '/api/v1/services/'
const verify = '/verify'

export interface VerificationPath {
  /** The name of the service as it was sent; null without one. */
  service: string | null
}

const withoutService: VerificationPath = { service: null }

/**
 * @param url path and query of a request
 * @returns null if the verifier does not answer it
 */
export function verificationPathOf(url: string): VerificationPath | null {
  if (!url.startsWith(services)) return isAtOrBelow(url, 0, plain) ? withoutService : null
  const end = url.indexOf('/', services.length)
  if (end < 0 || !isAtOrBelow(url, end, verify)) return null
  const service = url.slice(services.length, end)
  return service.includes('?') ? null : { service }
}

/**
 * Like `verificationPathOf`, for a path that was sent in another spelling. One that names services
 * is none: the client may have appended the dot segments that lead from its service to plain
 * verify.
 */
export function respelledVerificationOf(sent: string, normalized: string): VerificationPath | null {
  if (!isAtOrBelow(normalized, 0, plain)) return null
  return withoutNeedlessEscapes(sent).includes('/services/') ? null : withoutService
}

function isAtOrBelow(url: string, from: number, path: string): boolean {
  const end = from + path.length
  return url.startsWith(path, from) && (end === url.length || ['/', '?'].includes(url.charAt(end)))
}
