const unknownSeconds = 60

/** Returns how many seconds to wait before a retry: 60 where the server does not say. */
export function retryAfterOf({ headers }: Response): number {
  return Number(headers.get('retry-after') ?? Number.NaN) || unknownSeconds
}
