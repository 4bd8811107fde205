/*
 * The baseline for Jeton: node:http, one fixed response to every request, and nothing else.
 * `together` makes it answer in batches, as verifier/answer.ts does: it waits until everything in
 * the sockets has been read. Batching alone makes node:http faster.
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
