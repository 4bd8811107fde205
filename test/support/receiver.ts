import { EventEmitter, once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'

/* A receiver of the revocation stream. */

export interface Heard {
  event: string
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of any event
  data: any
}

export interface Receiver {
  response: IncomingMessage
  /** Everything so far, in order. */
  heard: Heard[]
  /** The revocations and resets so far. */
  events: () => Heard[]
  /** The last id. */
  lastId: () => string
  /**
   * Waits for an event, also among those of before.
   * @param from the number of events that are not looked at
   * @throws Error if the stream ends without one
   */
  until: (wanted: (heard: Heard) => boolean, from?: number) => Promise<Heard>
  /** Resolves when the stream has ended, for whatever reason. */
  ended: Promise<void>
  /** Cuts the connection. */
  cut: () => void
}

/**
 * Connects, and waits for the first event, after which nothing is missed.
 * @throws Error if the answer is not 200
 */
export async function receive(
  address: string,
  headers: Record<string, string>,
  lastEventId?: string,
): Promise<Receiver> {
  const sent = { ...headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) }
  const asked = request(`${address}/api/v1/revocations`, { headers: sent, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) {
    response.resume()
    throw new Error(`The stream was answered ${response.statusCode}`)
  }
  const receiver = toReceiver(asked, response)
  await receiver.until(() => true)
  return receiver
}

function toReceiver(asked: ClientRequest, response: IncomingMessage): Receiver {
  const heard: Heard[] = []
  let rest = ''
  const news = new EventEmitter().setMaxListeners(0)
  let hasEnded = false
  response.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    heard.push(...blocks.flatMap(toHeard))
    news.emit('news')
  })
  asked.on('error', () => {})
  response.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    response.once('close', () => {
      hasEnded = true
      news.emit('news')
      resolve()
    })
  })
  const until = async (wanted: (heard: Heard) => boolean, from = 0) => {
    for (let seen = from; ; ) {
      const found = heard.slice(seen).find(wanted)
      if (found) return found
      seen = heard.length
      if (hasEnded) throw new Error(`The stream ended after ${JSON.stringify(heard.slice(-5))}`)
      await once(news, 'news')
    }
  }
  return {
    response,
    heard,
    events: () => heard.filter(({ event }) => event !== 'heartbeat'),
    lastId: () => heard.at(-1)?.id ?? '',
    until,
    ended,
    cut: () => asked.destroy(),
  }
}

/** `retry:` alone is no event. */
function toHeard(block: string): Heard[] {
  const fields = Object.fromEntries(
    block
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  if (fields.data === undefined) return []
  return [{ event: fields.event ?? '', id: fields.id ?? '', data: JSON.parse(fields.data) }]
}
