/*
 * Removes everything that has the form of one of our secrets from error messages and other external
 * texts before they are logged.
 */

/**
 * API tokens, JWTs and next-auth's cookie, passwords in URLs, argon2 hashes, and texts as long as a
 * key.
 */
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
  /** The stack frames, without the message that precedes them in `Error.stack`. */
  stack?: string
  cause?: DescribedError
}

const maxDepth = 3

/** Converts any thrown value to what may be logged. */
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
