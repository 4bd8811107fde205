import { expect } from 'vitest'
import { type Answer, type Call, signIn, signUp } from '@/test/support/client'

/** One in this many writes is a sign-out. */
const writesPerLogOut = 5

/** What is done with a token, one after the other. */
const steps = ['create', 'rotate', 'end', 'replace', 'delete'] as const

type Step = (typeof steps)[number]

interface Token {
  id: string
  secret: string
  /** The secret before, while it still works. */
  previous: string | null
}

/**
 * A user who makes a token, rotates it with grace, ends its old secret, rotates it without grace
 * and deletes it, and begins a session and ends it, again and again, and records the acknowledged
 * writes. Only the write that was in progress when the server died may or may not have been
 * committed.
 */
export class CrashWriter {
  readonly #email: string
  #authToken: string
  /** The acknowledged token. */
  #token: Token | null = null
  #step = 0
  #underWay: Step | null = null
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

  /** Whether the user has a token. */
  get hasToken(): boolean {
    return this.#token !== null
  }

  /** The secrets of the user's API token: none, one or two. */
  get held(): string[] {
    if (!this.#token) return []
    const { secret, previous } = this.#token
    return previous === null ? [secret] : [secret, previous]
  }

  async writeUntil(call: Call, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const isLogOut = this.writes % writesPerLogOut === 0
      const write = isLogOut ? this.#logOut(call) : this.#takeStep(call)
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
    const stored = await this.#read(call)
    const known = this.#token
    const step = this.#underWay
    if (step === 'create') expect(known).toBeNull()
    else if (step !== 'delete') expect(stored?.id).toBe(known?.id)
    else if (stored) expect(stored.id).toBe(known?.id)
    if (stored && known) this.#compareSecrets(stored, known, step)
    this.#note(stored)
    this.#step = nextStep(stored)
    this.#underWay = null
  }

  #compareSecrets(stored: Stored, known: Token, step: Step | null): void {
    const isReplaced = stored.secret !== known.secret
    if (step === 'rotate') expect(stored.hasPrevious).toBe(isReplaced)
    else if (step === 'replace') expect(stored.hasPrevious).toBe(false)
    else expect(isReplaced).toBe(false)
    if (step === null || step === 'delete') expect(stored.hasPrevious).toBe(known.previous !== null)
  }

  /** Takes over what is stored; the secrets that it lacks are revoked. */
  #note(stored: Stored | null): void {
    const before = this.#token
    const previous = stored?.secret === before?.secret ? before?.previous : before?.secret
    this.#token = stored && {
      id: stored.id,
      secret: stored.secret,
      previous: stored.hasPrevious ? (previous ?? null) : null,
    }
    const held = this.held
    for (const secret of before ? [before.secret, before.previous] : [])
      if (secret !== null && !held.includes(secret)) this.revoked.push(`xc-token: ${secret}`)
  }

  get #headers() {
    return { 'xc-auth': this.#authToken }
  }

  async #read(call: Call): Promise<Stored | null> {
    const { body } = await call('GET', '/api/v1/tokens', { headers: this.#headers })
    const [row] = body.list as { id: string; previous_ends_at: string | null }[]
    if (!row) return null
    const path = `/api/v1/tokens/${row.id}/secret`
    const copy = await call('GET', path, { headers: this.#headers })
    expect(copy.status).toBe(200)
    return { id: row.id, secret: copy.body.token, hasPrevious: row.previous_ends_at !== null }
  }

  async #takeStep(call: Call): Promise<boolean> {
    const step = steps[this.#step % steps.length] as Step
    this.#underWay = step
    const { status, body } = await this.#send(call, step)
    if (status !== 200) return false
    if (step === 'delete') this.#note(null)
    else if (step === 'end') this.#noteAnswer(this.#token?.secret ?? '', false)
    else this.#noteAnswer(body.token, step === 'rotate', body.id)
    this.#underWay = null
    this.#step += 1
    return true
  }

  #noteAnswer(secret: string, hasPrevious: boolean, id = this.#token?.id ?? ''): void {
    this.#note({ id, secret, hasPrevious })
  }

  #send(call: Call, step: Step): Promise<Answer> {
    const path = `/api/v1/tokens/${this.#token?.id}`
    const headers = this.#headers
    switch (step) {
      case 'create':
        return call('POST', '/api/v1/tokens', { headers, json: { name: 'short-lived' } })
      case 'rotate':
        return call('POST', `${path}/rotate`, { headers, json: { grace: '1h' } })
      case 'end':
        return call('DELETE', `${path}/previous`, { headers })
      case 'replace':
        return call('POST', `${path}/rotate`, { headers, json: {} })
      case 'delete':
        return call('DELETE', path, { headers })
    }
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

interface Stored {
  id: string
  /** As Copy answers it. */
  secret: string
  hasPrevious: boolean
}

/** Returns the place in `steps` of a step that is possible. */
function nextStep(stored: Stored | null): number {
  if (!stored) return steps.indexOf('create')
  return steps.indexOf(stored.hasPrevious ? 'end' : 'replace')
}
