/**
 * A setting or another input of the process that prevents the start. The message is one line that
 * says what to change.
 */
export class SettingsError extends Error {
  override name = 'SettingsError'
}
