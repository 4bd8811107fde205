/* A client as light as one can be: it has its share of the cores on which the server is measured. */
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

const agent = new Agent({ keepAlive: true })

/**
 * Sends one request, with `body` as JSON.
 * @returns what was answered: parsed, or null where there is nothing
 * @throws when it is not a 2xx
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
