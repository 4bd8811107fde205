import { expect } from 'vitest'
import { type Answer, type Call, signIn, signUp } from '@/test/support/client'

/** One in this many writes is a sign-out. */
const writesPerLogOut = 4

/**
 * A user who makes a token and deletes it, and begins a session and ends it, again and again, and
 * records the acknowledged writes. Only the write that was in progress when the server died may or
 * may not have been committed.
 */
export class CrashWriter {
  readonly #email: string
  #authToken: string
  /** The acknowledged token. */
  #token: { id: string; token: string } | null = null
  #underWay: 'create' | 'delete' | null = null
  /** Headers whose revocation was acknowledged: none of them may be accepted again. */
  readonly revoked: string[] = []
  writes = 0

  private constructor(email: string, authToken: string) {
    this.#email = email
    this.#authToken = authToken
  }

  static async signUp(call: Call): Promise<CrashWriter> {
    const { email, authToken } = await signUp(call)
    return new CrashWriter(email, authToken)
  }

  /** The secrets of the user's API tokens: one or none. */
  get held(): string[] {
    return this.#token ? [this.#token.token] : []
  }

  async writeUntil(call: Call, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const write =
        this.writes % writesPerLogOut === 0 ? this.#logOut(call) : this.#makeOrDelete(call)
      if (!(await write.catch(() => false))) return
      this.writes += 1
    }
  }

  /**
   * Expects, after a crash, that the database contains what was acknowledged, except for the one
   * write that was in progress.
   */
  async compare(call: Call): Promise<void> {
    this.#authToken = await signIn(call, this.#email)
    const { body } = await call('GET', '/api/v1/tokens', { headers: this.#headers })
    const [row] = body.list as { id: string }[]
    if (this.#underWay === null) expect(row?.id).toBe(this.#token?.id)
    if (this.#underWay === 'delete') expect([undefined, this.#token?.id]).toContain(row?.id)
    if (this.#underWay === 'delete' && !row) this.#noteDeleted()
    if (row && !this.#token) this.#token = { id: row.id, token: '' }
    if (row) await this.#copy(call, row.id)
    this.#underWay = null
  }

  get #headers() {
    return { 'xc-auth': this.#authToken }
  }

  async #copy(call: Call, id: string): Promise<void> {
    const { status, body } = await call('GET', `/api/v1/tokens/${id}/secret`, {
      headers: this.#headers,
    })
    expect(status).toBe(200)
    if (this.#token?.token) expect(body.token).toBe(this.#token.token)
    this.#token = { id, token: body.token }
  }

  async #makeOrDelete(call: Call): Promise<boolean> {
    this.#underWay = this.#token ? 'delete' : 'create'
    const answer = await this.#send(call)
    if (answer.status !== 200) return false
    if (this.#token) this.#noteDeleted()
    else this.#token = { id: answer.body.id, token: answer.body.token }
    this.#underWay = null
    return true
  }

  #send(call: Call): Promise<Answer> {
    if (this.#token)
      return call('DELETE', `/api/v1/tokens/${this.#token.id}`, { headers: this.#headers })
    return call('POST', '/api/v1/tokens', { headers: this.#headers, json: { name: 'short-lived' } })
  }

  #noteDeleted(): void {
    if (this.#token) this.revoked.push(`xc-token: ${this.#token.token}`)
    this.#token = null
  }

  async #logOut(call: Call): Promise<boolean> {
    const authToken = await signIn(call, this.#email)
    const { status } = await call('POST', '/api/v1/auth/user/signout', {
      headers: { 'xc-auth': authToken },
    })
    if (status === 200) this.revoked.push(`xc-auth: ${authToken}`)
    return status === 200
  }
}
