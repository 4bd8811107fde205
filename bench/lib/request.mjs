/* A minimal HTTP client: it shares the cores with the server that is measured. */
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

const agent = new Agent({ keepAlive: true })

/**
 * Sends one request, with `body` as JSON.
 * @returns the parsed response body, or null if it is empty
 * @throws when the status is not 2xx
 */
export async function call(url, { method, headers = {}, body }) {
  const content = body === undefined ? '' : JSON.stringify(body)
  const described = content && {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
  }
  const response = await new Promise((resolve, reject) => {
    request(url, { agent, method, headers: { ...headers, ...described } }, resolve)
      .on('error', reject)
      .end(content)
  })
  const answer = await text(response)
  const { statusCode } = response
  if (statusCode < 200 || statusCode > 299)
    throw new Error(`${method} ${url}: ${statusCode} ${answer}`)
  return answer === '' ? null : JSON.parse(answer)
}
