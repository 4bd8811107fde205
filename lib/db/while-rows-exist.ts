import { isForeignKeyViolation } from '@/lib/db/errors'

/**
 * Runs a transaction, and once more where it refers to a row that another one has deleted meanwhile.
 * The second time, it finds the row gone.
 */
export async function whileRowsExist<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    return write()
  }
}
