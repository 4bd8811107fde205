/** Why a command does nothing: one line for the person who gave it. It names no password. */
export class Refusal extends Error {
  override name = 'Refusal'

  /** @param exitCode 2 where the command was given wrongly, 1 where it met something */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message)
  }
}
