/**
 * The response that next-auth writes to, with the methods that it calls on a response of Next's
 * Pages Router.
 */
export class NextAuthResponse {
  readonly #headers = new Headers()
  #status = 200
  #body: string | null = null

  status(status: number): this {
    this.#status = status
    return this
  }

  /** Returns the cookies, because next-auth appends to them. It reads no other header. */
  getHeader(name: string): string[] | undefined {
    return name.toLowerCase() === 'set-cookie' ? this.#headers.getSetCookie() : undefined
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers.delete(name)
    for (const one of [value].flat()) this.#headers.append(name, one)
    return this
  }

  json(body: unknown): void {
    this.#headers.set('content-type', 'application/json')
    this.#body = JSON.stringify(body)
  }

  send(body: unknown): void {
    if (typeof body === 'string') this.#body = body
    else this.json(body)
  }

  end(): void {}

  /**
   * Whether next-auth refused the form because of its CSRF token. It then redirects to a page of
   * its own, which Jeton does not have.
   */
  lacksCsrfToken(): boolean {
    return (this.#headers.get('location') ?? this.#body ?? '').includes('?csrf=true')
  }

  toResponse(): Response {
    return new Response(this.#body, { status: this.#status, headers: this.#headers })
  }
}
