import { Agent, request } from 'node:http'
import type { Answer } from '@/test/support/client'

const connections = 32

/**
 * Creates a client with keep-alive connections that sends paths and header bytes unchanged.
 * @returns a function that sends one request, and one that closes the connections
 */
export function makeSender(address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(address)

  const send = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | null,
  ) =>
    new Promise<Answer>((resolve, reject) => {
      const onward = request({
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...lengthOf(body) },
      })
      onward.on('response', async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) {
          chunks.push(chunk)
          // It does not end by itself.
          if (response.headers['content-type'] === 'text/event-stream') break
        }
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: response.statusCode ?? 0,
          headers: toHeaders(response.rawHeaders),
          text,
          body: parse(text),
        })
      })
      onward.on('error', reject)
      onward.end(body ?? undefined)
    })

  return { send, close: () => agent.destroy() }
}

const lengthOf = (body: string | null) =>
  body === null ? {} : { 'content-length': `${Buffer.byteLength(body)}` }

function toHeaders(raw: string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '')
  return headers
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
