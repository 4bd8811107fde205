const unknownSeconds = 60

/** How long to wait before the next try, where the server says so. */
export function retryAfterOf({ headers }: Response): number {
  return Number(headers.get('retry-after') ?? Number.NaN) || unknownSeconds
}
