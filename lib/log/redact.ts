/*
 * Errors and other people's texts may name what they failed with. What has the form of a secret of ours is taken out of them before they are
 * written down.
 */

/** An API token, a JWT or next-auth's cookie, the password in an address, and a text that is as long as a key. */
const secrets: readonly [RegExp, string][] = [
  [/jtn_[A-Za-z0-9_-]{4,}/g, 'jtn_***'],
  [/eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*/g, 'eyJ***'],
  [/(:\/\/[^\s/:@]*):[^\s/@]+@/g, '$1:***@'],
  [/\$argon2[^\s'"]+/g, '$argon2***'],
  [/[A-Za-z0-9+_-]{43,}={0,2}/g, '***'],
]

export function scrub(text: string): string {
  return secrets.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text)
}

export interface DescribedError {
  name: string
  message: string
  code?: string
  /** Where it was thrown, without the message that stands above it in `Error.stack`. */
  stack?: string
  cause?: DescribedError
}

const maxDepth = 3

/** What may be written down of anything that was thrown. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: scrub(String(error)) }
  const { name, message, stack, cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name,
    message: scrub(message),
    ...(code !== undefined && { code: scrub(code) }),
    ...(frames?.length && { stack: scrub(frames.map((line) => line.trim()).join('\n')) }),
    ...(cause instanceof Error && depth < maxDepth && { cause: describeError(cause, depth + 1) }),
  }
}
