export const jsonLinesType = 'application/x-ndjson'

/**
 * Returns a body with one JSON text per line. Backpressure applies: a batch is read only after the
 * consumer has taken the previous one, so that memory holds a single batch.
 */
export function jsonLines(batches: AsyncGenerator<unknown[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { value: rows, done } = await batches.next()
        if (done) return controller.close()
        controller.enqueue(encoder.encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')))
      },
      async cancel() {
        await batches.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}
