/* The folder of the product. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @returns the path of a file of an installed package */
export const bin = (path) => join(root, 'node_modules', path)

/** A step that failed. Its message is one line for the user who started it. */
export class SetupError extends Error {
  name = 'SetupError'
}
