import { request } from 'node:http'

/*
 * A receiver of the revocation stream. It parses as little as it can, so that what is measured is
 * the server.
 */

/**
 * Connects, and waits for the first event, after which nothing is missed.
 * @param {string} address origin of the server
 * @param {Record<string, string>} headers with the credential
 * @param {(event: { event: string, id: string, data: any }, at: number) => void} onEvent called for
 * each event; `at` is when its last byte was read, by `performance.now()`
 * @returns {Promise<{ close: () => void }>}
 */
export function receive(address, headers, onEvent = () => {}) {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}/api/v1/revocations`, { headers, agent: false })
    asked.once('error', reject)
    asked.once('response', (response) => {
      if (response.statusCode !== 200)
        return reject(new Error(`The stream was answered ${response.statusCode}`))
      let rest = ''
      response.setEncoding('utf8').on('data', (text) => {
        const at = performance.now()
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) if (block.startsWith('event: ')) onEvent(read(block), at)
        if (blocks.some((block) => block.startsWith('event: '))) resolve({ close })
      })
      response.on('error', () => {})
    })
    asked.end()
    const close = () => {
      asked.removeAllListeners('error').on('error', () => {})
      asked.destroy()
    }
  })
}

/** Reads the three lines of an event. */
function read(block) {
  const [event = '', id = '', data = ''] = block
    .split('\n')
    .map((line) => line.slice(line.indexOf(': ') + 2))
  return { event, id, data: JSON.parse(data) }
}
