/** SQLite's limit of parameters, by Prisma's count, is not reached. */
const chunkSize = 500

/** Splits ids into parts that a query can name. */
export const inChunks = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, i) =>
    ids.slice(i * chunkSize, (i + 1) * chunkSize),
  )
