import { isApiAddress, pathOf } from '@/lib/http/address'
import { ProblemError } from '@/lib/http/problem'

/*
 * An API address has one spelling. Other spellings are answered with 404, and the response
 * describes the right one.
 */

/**
 * Returns a 404 that says how to spell the address, if its spelling is wrong.
 * @param target path and query, as requested
 */
export function nothingAt(target: string): ProblemError {
  const path = pathOf(target)
  const spelled = path.replace(/[/\\]+/g, '/')
  const isOfApi = isApiAddress(spelled.toLowerCase())
  const rules: [boolean, string][] = [
    [path.includes('\\'), 'with slashes instead of backslashes'],
    [/[/\\]{2}/.test(path), 'with one slash between its parts'],
    [isOfApi && spelled.endsWith('/'), 'without a slash at its end'],
    [isOfApi && /[A-Z]/.test(path), 'in lower case'],
  ]
  const broken = rules.filter(([isBroken]) => isBroken).map(([, rule]) => rule)
  const hint = broken.length > 0 ? ` Write it ${broken.join(', ')}.` : ''
  return new ProblemError('not_found', `There is nothing at this address.${hint}`)
}

const wellKnown = ['/.well-known/jwks.json', '/.well-known/security.txt']

/** Whether the target is an API address except for its upper case, which would make it a page's. */
export function isApiInUpperCase(target: string): boolean {
  const path = pathOf(target)
  const lower = path.toLowerCase()
  if (wellKnown.includes(lower)) return path !== lower
  return isApiAddress(lower) && !isApiAddress(path)
}
