/*
 * What Jeton is measured against: node:http, one answer for everything, and nothing else. `together` makes it wait, as
 * verifier/answer.ts does, until everything that the sockets held has been read: that alone makes node:http faster.
 */
import { createServer } from 'node:http'

const { status, headers, body, together, port } = JSON.parse(process.argv[2])
const answer = (response) => response.writeHead(status, headers).end(body)
let waiting = []

function answerAll() {
  const responses = waiting
  waiting = []
  for (const response of responses) answer(response)
}

function collect(response) {
  if (waiting.push(response) === 1) setImmediate(answerAll)
}

createServer(
  together ? (_, response) => collect(response) : (_, response) => answer(response),
).listen(Number(port), '127.0.0.1', () => console.log('ready'))
