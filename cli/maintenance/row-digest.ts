import { createHash } from 'node:crypto'
import type { Row } from '@/cli/maintenance/values'

const bits = 256

/** An order-independent digest of rows, to check whether two tables hold the same ones. */
export class RowDigest {
  #count = 0
  #sum = 0n

  add(rows: Row[]): void {
    for (const row of rows) {
      const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex')
      this.#sum = BigInt.asUintN(bits, this.#sum + BigInt(`0x${hash}`))
    }
    this.#count += rows.length
  }

  get count(): number {
    return this.#count
  }

  equals(other: RowDigest): boolean {
    return this.#count === other.#count && this.#sum === other.#sum
  }
}
