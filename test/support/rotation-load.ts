import { expect } from 'vitest'
import type { Answer } from '@/test/support/client'
import type { Hammer, Send } from '@/test/support/hammer'
import { rotated } from '@/test/support/rotations'

/*
 * A token that is rotated while many connections ask with all its secrets. Each answer is judged by
 * what had been confirmed when its request was sent, and when it arrived.
 */

/** `ending` from the request that ends it; `ended` from its confirmation. */
interface Secret {
  text: string
  state: 'accepted' | 'ending' | 'ended'
}

interface Calls {
  /** Rotates the token; the answer has the new secret. */
  rotate: (grace: string) => Promise<Answer>
  endPrevious: () => Promise<Answer>
}

export class RotationLoad {
  readonly #hammers: Hammer[]
  readonly #connections: number
  readonly #calls: Calls
  #current: Secret
  #previous: Secret | null = null
  #lastEnded: Secret | null = null
  /** Answers that must not be, such as `accepted: 401`. */
  readonly wrong: string[] = []
  /** How many answers of each kind were judged. */
  readonly judged = { accepted: 0, ended: 0 }
  #round = 0
  readonly #done = new Set<Send>()
  #allDone = () => {}

  /** @param connections of all the hammers together */
  constructor(hammers: Hammer[], connections: number, first: string, calls: Calls) {
    this.#hammers = hammers
    this.#connections = connections
    this.#current = { text: first, state: 'accepted' }
    this.#calls = calls
  }

  get current(): string {
    return this.#current.text
  }

  /** Asks on all connections while `work` is done. */
  async during(work: () => Promise<void>): Promise<void> {
    let isOver = false
    const asking = this.#hammers.map((hammer) =>
      hammer.takeTurns(
        (send) => this.#turn(send),
        () => isOver,
      ),
    )
    try {
      await this.#everyTurn()
      await work()
      await this.#everyTurn()
    } finally {
      isOver = true
      await Promise.all(asking)
    }
  }

  /** Rotates with grace, and ends the old secret; or, every other round, without grace. */
  async rotate(round: number): Promise<void> {
    const old = this.#current
    if (round % 2 === 0) {
      const { token } = await rotated(this.#calls.rotate('1h'))
      this.#current = { text: token, state: 'accepted' }
      this.#previous = old
      await this.#everyTurn()
      old.state = 'ending'
      expect((await this.#calls.endPrevious()).status).toBe(200)
      this.#previous = null
    } else {
      old.state = 'ending'
      const { token } = await rotated(this.#calls.rotate('0s'))
      this.#current = { text: token, state: 'accepted' }
    }
    old.state = 'ended'
    this.#lastEnded = old
    await this.#everyTurn()
  }

  async #turn(send: Send): Promise<void> {
    const round = this.#round
    for (const secret of [this.#current, this.#previous, this.#lastEnded])
      if (secret) await this.#ask(send, secret)
    if (round !== this.#round) return
    this.#done.add(send)
    if (this.#done.size === this.#connections) this.#allDone()
  }

  async #ask(send: Send, secret: Secret): Promise<void> {
    const before = secret.state
    const status = await send(`xc-token: ${secret.text}`)
    if (before === 'accepted' && secret.state === 'accepted') this.#judge('accepted', status, 200)
    else if (before === 'ended') this.#judge('ended', status, 401)
    else if (status !== 200 && status !== 401) this.wrong.push(`ending: ${status}`)
  }

  #judge(state: 'accepted' | 'ended', status: number, expected: number): void {
    this.judged[state] += 1
    if (status !== expected) this.wrong.push(`${state}: ${status}`)
  }

  /** Resolves when every connection has taken a turn that began after this call. */
  #everyTurn(): Promise<void> {
    this.#round += 1
    this.#done.clear()
    return new Promise((resolve) => {
      this.#allDone = resolve
    })
  }
}

/** Expects no wrong answer, and that there were answers of both kinds. */
export function expectNoWrongAnswer({ wrong, judged }: RotationLoad): void {
  expect(wrong).toEqual([])
  expect(Math.min(judged.accepted, judged.ended)).toBeGreaterThan(0)
}
