/**
 * The reason for which a command does nothing, as one line for the user. It never contains a
 * password.
 */
export class Refusal extends Error {
  override name = 'Refusal'

  /** @param exitCode 2 for wrong usage, 1 for any other reason */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message)
  }
}
