/*
 * Requests wait here for the app. So many run at once; the others wait, and clients take turns, so that one that asks a hundred times
 * does not keep another waiting that asks once. A request whose client has gone leaves the queue without having run.
 */

export interface QueueLimits {
  /** How many run at once. */
  running: number
  /** How many of them may be one client's. */
  runningOfOne: number
  /** How many are here at once, waiting ones included. */
  present: number
  /** How many of them may be one client's. */
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

  /** @returns null where the queue is full, or holds too many of this client already */
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
      // It goes to the end: the others have their turns first.
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

/** The place of one request in the queue. */
export class Ticket {
  readonly #place: Place
  #state: 'admitted' | 'waiting' | 'running' | 'done' | 'left' = 'admitted'
  #onTurn = () => {}

  constructor(place: Place) {
    this.#place = place
  }

  /** Waits for its turn. It never comes where the ticket has left, or leaves before. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#state !== 'admitted') return
      this.#onTurn = resolve
      this.#state = 'waiting'
      this.#place.wait(this)
    })
  }

  /** Called by the queue. */
  start(): void {
    this.#state = 'running'
    this.#onTurn()
  }

  /** Lets the next one run: the app has done its part. */
  finish(): void {
    if (this.#state !== 'running') return
    this.#state = 'done'
    this.#place.stopRunning()
  }

  /** Gives up the place, whether it has run or not. */
  leave(): void {
    if (this.#state === 'left') return
    this.finish()
    this.#state = 'left'
    this.#place.leave(this)
  }
}
