/*
 * A fair queue for requests to the app. A limited number run concurrently. The clients of waiting
 * requests take turns, so that a client with a hundred requests does not delay a client with one. A
 * request whose client has disconnected leaves the queue without running.
 */

export interface QueueLimits {
  /** Maximum number of running requests. */
  running: number
  /** Maximum number of running requests of one client. */
  runningOfOne: number
  /** Maximum number of requests in the queue, waiting or running. */
  present: number
  /** Maximum number of requests in the queue of one client. */
  presentOfOne: number
}

interface Client {
  name: string
  present: number
  running: number
  waiting: Set<Ticket>
}

export class FairQueue {
  readonly #limits: QueueLimits
  /** In the order of their turns. */
  readonly #clients = new Map<string, Client>()
  #present = 0
  #running = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  /**
   * Admits a request of the client `name`.
   * @returns null if the queue is full or holds too many requests of this client
   */
  admit(name: string): Ticket | null {
    const client = this.#clients.get(name) ?? { name, present: 0, running: 0, waiting: new Set() }
    if (this.#present >= this.#limits.present || client.present >= this.#limits.presentOfOne)
      return null
    this.#clients.set(name, client)
    this.#present += 1
    client.present += 1
    return new Ticket({
      wait: (ticket) => {
        client.waiting.add(ticket)
        this.#next()
      },
      stopRunning: () => {
        client.running -= 1
        this.#running -= 1
        this.#next()
      },
      leave: (ticket) => {
        client.waiting.delete(ticket)
        client.present -= 1
        this.#present -= 1
        if (client.present === 0) this.#clients.delete(name)
      },
    })
  }

  #next(): void {
    while (this.#running < this.#limits.running) {
      const client = this.#clientInTurn()
      const [ticket] = client?.waiting ?? []
      if (!client || !ticket) return
      client.waiting.delete(ticket)
      client.running += 1
      this.#running += 1
      // The client moves to the end, so that the others have their turns first.
      this.#clients.delete(client.name)
      this.#clients.set(client.name, client)
      ticket.start()
    }
  }

  #clientInTurn(): Client | undefined {
    for (const client of this.#clients.values())
      if (client.waiting.size > 0 && client.running < this.#limits.runningOfOne) return client
    return undefined
  }
}

interface Place {
  wait: (ticket: Ticket) => void
  stopRunning: () => void
  leave: (ticket: Ticket) => void
}

/** The queue entry of one request. */
export class Ticket {
  readonly #place: Place
  #state: 'admitted' | 'waiting' | 'running' | 'done' | 'left' = 'admitted'
  #onTurn = () => {}

  constructor(place: Place) {
    this.#place = place
  }

  /**
   * Resolves when it is the request's turn. Never resolves if the ticket has left the queue, or
   * leaves it before its turn.
   */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#state !== 'admitted') return
      this.#onTurn = resolve
      this.#state = 'waiting'
      this.#place.wait(this)
    })
  }

  /** Called by the queue when it is the ticket's turn. */
  start(): void {
    this.#state = 'running'
    this.#onTurn()
  }

  /** Ends the running state once the app has done its part, so that the next request can run. */
  finish(): void {
    if (this.#state !== 'running') return
    this.#state = 'done'
    this.#place.stopRunning()
  }

  /** Leaves the queue, whether or not the request has run. */
  leave(): void {
    if (this.#state === 'left') return
    this.finish()
    this.#state = 'left'
    this.#place.leave(this)
  }
}
