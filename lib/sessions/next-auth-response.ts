/**
 * What next-auth writes an answer to, with the methods that it calls of a response of Next's older
 * routes.
 */
export class NextAuthResponse {
  readonly #headers = new Headers()
  #status = 200
  #body: string | null = null

  status(status: number): this {
    this.#status = status
    return this
  }

  /** Its cookies, as it adds to them. No other header is asked for. */
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

  toResponse(): Response {
    return new Response(this.#body, { status: this.#status, headers: this.#headers })
  }
}
