import { type Heard, type Receiver, receive } from '@/test/support/receiver'

/*
 * A receiver that does not stay: it is cut after a few events, and goes on at another instance with
 * the last id. Sometimes it does not read for a while.
 */

/** More than any test needs. */
const maxVisits = 100_000

export interface Roamer {
  /** The revocations and resets of all connections, in order. */
  events: () => Heard[]
  /** How often it was cut. */
  cuts: () => number
  /** Stops reading until the next `goOn`. */
  pause: () => void
  goOn: () => void
  /** Resolves when it has heard an event, and stops it. */
  finish: (id: string) => Promise<void>
}

/**
 * @param addresses of the instances, which it visits in turn
 * @param stay the number of events after which it is cut
 */
export async function roam(
  addresses: readonly string[],
  headers: Record<string, string>,
  stay: number,
): Promise<Roamer> {
  const events: Heard[] = []
  let visits = -1
  let lastId: string | undefined
  let receiver: Receiver
  let lastWanted: string | undefined

  /** Tries the next instance where one does not answer. */
  const connect = async (): Promise<void> => {
    visits += 1
    const address = addresses[visits % addresses.length] ?? ''
    try {
      receiver = await receive(address, headers, lastId)
    } catch (error) {
      if (visits > maxVisits) throw error
      await connect()
    }
  }
  const isOver = () => lastWanted !== undefined && events.some(({ id }) => id === lastWanted)

  function take(heard: Heard): number {
    lastId = heard.id
    if (heard.event === 'heartbeat') return 0
    events.push(heard)
    return 1
  }

  /** Takes events until it has stayed long enough, and leaves what arrived after them behind. */
  async function visit(): Promise<void> {
    let [taken, seen] = [0, 0]
    while (taken < stay && !isOver()) {
      const next = receiver.heard[seen]
      if (next) {
        taken += take(next)
        seen += 1
        continue
      }
      // The instance may have ended the stream.
      if (!(await receiver.until(() => true, seen).catch(() => null))) break
    }
    receiver.cut()
  }

  await connect()
  const roaming = (async () => {
    for (;;) {
      await visit()
      if (isOver()) return
      await connect()
    }
  })()
  roaming.catch(() => {})
  return {
    events: () => events,
    cuts: () => visits,
    pause: () => receiver.response.pause(),
    goOn: () => receiver.response.resume(),
    finish: async (id) => {
      lastWanted = id
      await roaming
    },
  }
}
