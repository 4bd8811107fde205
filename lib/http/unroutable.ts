import type { IncomingMessage, ServerResponse } from 'node:http'
import { isApiAddress, pathOf } from '@/lib/http/address'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { isApiInUpperCase, nothingAt } from '@/lib/http/not-found'
import { ProblemError } from '@/lib/http/problem'
import { methodNotAllowed } from '@/lib/http/refusals'
import { sendProblem } from '@/lib/http/send-problem'

/*
 * Rejects requests that Next's router answers with 500 (an unknown method, a path that does not
 * decode, one of its internal addresses), and requests that two programs could read differently (a
 * repeated header, of which Node uses the first and a proxy may use the last). It also rejects
 * those that Next would redirect: an API address has one spelling, and no client should send a
 * token and a body twice.
 */

const singleHeaders = ['authorization', 'host']
const apiMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const fileMethods = ['GET', 'HEAD']
const pageMethods = ['GET', 'HEAD', 'POST']

/** A file's address has an extension, or is one of the pages' own. */
const file = /^\/_next\/|\.[^/]*$/

/** A backslash or two slashes anywhere, or a trailing slash in an API address. */
const respelled = /\\|\/\/|^\/(api|auth|\.well-known)\/(.*\/)?$/

/**
 * Next's internal addresses, except the files of the pages: its error pages answer 500, others are
 * for development.
 */
const ofNext = /^\/_(?!next\/static\/)/

/**
 * Answers a request that cannot be routed.
 * @returns whether it did
 */
export function refuseUnroutable(
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
  { dev }: { dev: boolean },
): boolean {
  const error = findFault(request, dev)
  if (error) sendProblem(response, error, policy)
  return error !== null
}

function findFault({ method = '', url = '', headersDistinct }: IncomingMessage, dev: boolean) {
  if (isApiInUpperCase(url) || !isRoutable(url) || (ofNext.test(url) && !dev)) return nothingAt(url)
  const methods =
    isApiAddress(url) || dev ? apiMethods : file.test(pathOf(url)) ? fileMethods : pageMethods
  if (!methods.includes(method)) return methodNotAllowed(methods.join(', '))
  const twice = singleHeaders.find((name) => (headersDistinct[name]?.length ?? 0) > 1)
  return twice ? new ProblemError('input_invalid', `Send the header ${twice} once.`) : null
}

/** Whether a normalised target has one valid spelling and a path that decodes. */
function isRoutable(target: string): boolean {
  if (!target.startsWith('/') || !URL.canParse(target, 'http://localhost')) return false
  const path = pathOf(target)
  try {
    decodeURIComponent(path)
    return !respelled.test(path)
  } catch {
    return false
  }
}
