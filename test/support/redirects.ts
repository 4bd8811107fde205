/** Follows links and redirects from site to site, with the cookies of each, as a browser does. */
export class RedirectFollower {
  readonly #cookies = new Map<string, Map<string, string>>()

  /** @param headers of every request */
  constructor(readonly headers: Record<string, string> = {}) {}

  /** The `Cookie` header that a site receives. */
  cookieFor(url: string): string {
    return [...this.#jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  setCookies(url: string, cookie: string): void {
    for (const pair of cookie.split('; ')) this.#store(url, pair)
  }

  /** Sends one request, and keeps the cookies of its response. */
  async get(url: string): Promise<Response> {
    const headers = { ...this.headers, cookie: this.cookieFor(url) }
    const response = await fetch(url, { redirect: 'manual', headers })
    for (const line of response.headers.getSetCookie())
      this.#store(url, line.split(';', 1)[0] ?? '')
    return response
  }

  /**
   * @param until the start of the address before which to stop
   * @returns the address of the page at the end, or the one that was not requested
   */
  async open(url: string, until?: string): Promise<string> {
    for (let at = url, hops = 0; hops < 20; hops += 1) {
      if (until !== undefined && at.startsWith(until)) return at
      const location = (await this.get(at)).headers.get('location')
      if (location === null) return at
      at = new URL(location, at).href
    }
    throw new Error(`${url} redirects without end`)
  }

  #store(url: string, pair: string): void {
    const [name = '', ...value] = pair.split('=')
    if (value.join('=') === '') this.#jarOf(url).delete(name)
    else this.#jarOf(url).set(name, value.join('='))
  }

  #jarOf(url: string): Map<string, string> {
    const { origin } = new URL(url)
    const jar = this.#cookies.get(origin) ?? new Map<string, string>()
    this.#cookies.set(origin, jar)
    return jar
  }
}
