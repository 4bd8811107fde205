import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { ProblemError } from '@/lib/http/problem'
import { sendProblem } from '@/lib/http/send-problem'

/*
 * Requests that Next's router answers with 500 (a method that it does not know, a path that does not decode), and those that
 * two programs could read in two ways (a header twice, of which Node keeps the first and a proxy may go by the last). And those that it
 * would redirect: an address of the API has one spelling, and nobody is made to send a token and a body twice.
 */

const singleHeaders = ['authorization', 'host']
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const apiAddress = /^\/(api|auth|\.well-known)(\/|$)/

/** A backslash or two slashes anywhere, a slash at the end of an address of the API. */
const respelled = /\\|\/\/|^\/(api|auth|\.well-known)\/(.*\/)?$/

/** Whether somebody asks if we are ready for more. */
export const isReadiness = ({ url = '' }: IncomingMessage) => /^\/api\/ready(\?|$)/.test(url)

/** The path and query of a request target, which may name the host too (RFC 9112, section 3.2.2). */
export function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target
  return target.replace(/^https?:\/\/[^/?]*(?=\/)/i, '')
}

/** Answers such a request. @returns whether it did */
export function refuseUnroutable(
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
): boolean {
  const error = findFault(request)
  if (error) sendProblem(response, error, policy)
  return error !== null
}

function findFault(request: IncomingMessage): ProblemError | null {
  const { method = '', url = '', headers, headersDistinct } = request
  if (!methods.includes(method)) {
    const allow = methods.join(', ')
    return new ProblemError('method_not_allowed', `Use one of ${allow}.`, { headers: { allow } })
  }
  if (!isRoutable(url)) return new ProblemError('not_found', 'There is nothing at this address.')
  // By it Next's own pages ask for parts of pages.
  if (headers.rsc !== undefined && apiAddress.test(url))
    return new ProblemError('input_invalid', 'Send no header rsc to an address of the API.')
  const twice = singleHeaders.find((name) => (headersDistinct[name]?.length ?? 0) > 1)
  return twice ? new ProblemError('input_invalid', `Send the header ${twice} once.`) : null
}

/** Next's last resort, which it would show to whoever asks for it: with a 500. */
const ofNext = '/_global-error'

/** Whether a request target in origin form is an address whose path decodes. */
function isRoutable(target: string): boolean {
  if (!target.startsWith('/') || !URL.canParse(target, 'http://localhost')) return false
  const [path = ''] = target.split('?')
  try {
    if (decodeURIComponent(path) === ofNext) return false
    // Next sees an address without its dots.
    return ![path, new URL(path, 'http://localhost').pathname].some((spelling) => respelled.test(spelling))
  } catch {
    return false
  }
}
