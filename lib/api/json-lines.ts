export const jsonLinesType = 'application/x-ndjson'

/** A body of one JSON text a line. A batch is read when whoever takes it has taken the one before: memory holds one. */
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
